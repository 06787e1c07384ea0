#!/bin/sh
# Says where the core, in directory $1, reaches for the world around it: fails and names file:line.
# Comments and literals don't count, so that "Pure: no socket, clock" may be said.
set -eu

# No such file is an error too: nothing to read must not pass for nothing found.
awk '
  # Leaves `line` in `code` without comments and literals, and in `with_literals` without comments.
  # `ends_at` lasts from line to line: what ends the comment or the raw string we are in, or "".
  function strip(line,    size) {
    code = with_literals = ""
    for (; line != ""; line = substr(line, size + 1)) {
      if (ends_at != "") {
        size = index(line, ends_at)
        if (size == 0) return
        size += length(ends_at) - 1
        ends_at = ""
      } else if (match(line, /^\/\//)) {
        return
      } else if (match(line, /^\/\*/)) {
        size = RLENGTH
        ends_at = "*/"
      } else if (match(line, /^(u8|u|U|L)?R"[^ ()]*\(/)) {
        size = RLENGTH
        ends_at = substr(line, index(line, "\"") + 1)
        ends_at = ")" substr(ends_at, 1, index(ends_at, "(") - 1) "\""
      } else if (match(line, /^"([^"\\]|\\.)*"/) || match(line, /^\047([^\047\\]|\\.)*\047/)) {
        size = RLENGTH
        with_literals = with_literals substr(line, 1, size)
      } else {
        # Names and numbers whole: neither the R of VAR"" nor the \047 of 4\0470 begins a literal.
        if (!match(line, /^[A-Za-z_][A-Za-z0-9_]*/) && !match(line, /^[0-9][0-9A-Za-z_.\047]*/)) {
          RLENGTH = 1
        }
        size = RLENGTH
        code = code substr(line, 1, size)
        with_literals = with_literals substr(line, 1, size)
      }
    }
  }

  function refuse(what) {
    print FILENAME ":" FNR ": the core must not use " what
    found = 1
  }

  # `pattern` must not go on as a longer name.
  function refuse_name(pattern, what) {
    if (match(code, pattern "([^A-Za-z0-9_]|$)")) refuse(what)
  }

  FNR == 1 { ends_at = "" }
  { strip($0) }

  code ~ /^[ \t]*#[ \t]*include/ {
    if (match(with_literals, /["<](runtime|cli|config|curl|openssl|netinet)\/[^">]*[">]/) ||
        match(with_literals, /<(thread|mutex|iostream|cstdio|stdio\.h|fstream)>/) ||
        match(with_literals, /<(unistd|sys\/socket|pthread)\.h>/)) {
      refuse(substr(with_literals, RSTART, RLENGTH))
    }
    next
  }

  {
    code = " " code
    gsub(/[ \t]*::[ \t]*/, "::", code)
    refuse_name("getenv", "getenv")
    refuse_name("_clock::now", "_clock::now")
    refuse_name("absl::Now", "absl::Now")
    refuse_name("LocalTimeZone", "LocalTimeZone")
    refuse_name("LoadTimeZone", "LoadTimeZone")
    refuse_name("std::j?thread", "std::thread")
    if (code ~ /[^A-Za-z0-9_]pthread_/) refuse("pthread")
    if (code ~ /[^A-Za-z0-9_]socket[ \t]*\(/) refuse("socket(")
    if (code ~ /printf[ \t]*\(/) refuse("printf(")
  }

  END { exit found }
' "$1"/*.h "$1"/*.cc
