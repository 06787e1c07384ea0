# cmake -D SOURCE=cli -D OUTPUT=FILE -P embed_replay_page.cmake
#
# Puts the style and the script into the page, and their hashes into its Content-Security-Policy.
# The output depends on these files alone.

# The SHA-256 of TEXT in base64, as a Content-Security-Policy spells it.
function(hash_base64 text result)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 hex "${text}")
  string(APPEND hex "00")  # 33 bytes are 44 characters; the last one stands for padding
  set(base64 "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}" ${at} 6 digits)
    foreach(shift 18 12 6 0)
      math(EXPR index "(0x${digits} >> ${shift}) & 63")
      string(SUBSTRING "${alphabet}" ${index} 1 character)
      string(APPEND base64 "${character}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)
  set(${result} "${base64}=" PARENT_SCOPE)
endfunction()

file(READ ${SOURCE}/replay_page.css STYLE)
file(READ ${SOURCE}/replay_page_elements.js ELEMENTS)
file(READ ${SOURCE}/replay_page.js SCRIPT)
string(PREPEND SCRIPT "${ELEMENTS}\n")
foreach(text IN ITEMS "${STYLE}" "${SCRIPT}")
  if(text MATCHES "</|<!--|{{|}}|\\)page\"")
    message(FATAL_ERROR "the style or script of the page has '${CMAKE_MATCH_0}', which ends it early")
  endif()
endforeach()
hash_base64("${STYLE}" STYLE_HASH)
hash_base64("${SCRIPT}" SCRIPT_HASH)
file(READ ${SOURCE}/replay_page.html HTML)
string(CONFIGURE "${HTML}" PAGE @ONLY)
configure_file(${SOURCE}/replay_page_template.cc.in ${OUTPUT} @ONLY)
