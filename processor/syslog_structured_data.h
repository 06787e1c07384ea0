// STRUCTURED-DATA of RFC 5424 section 6.3, as nested JSON.
#pragma once

#include <string>

#include "processor/line_scanner.h"

namespace cwlogs {

// [exampleSDID@32473 iut="3" eventID="1011"][…] becomes
// {"exampleSDID@32473":{"iut":"3","eventID":"1011"},…}. A name that an element repeats, as section
// 6.3.3 allows, gets an array. `-` leaves `json` empty.
// False if it is malformed, names an element twice, or has more than 64 elements or more than 64
// parameters in one, so that the search for repeated names stays cheap.
bool scan_structured_data(LineScanner& line, std::string& json);

}  // namespace cwlogs
