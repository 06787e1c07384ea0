// The certificate authorities of AWS's own endpoints.
#pragma once

#include <string_view>

namespace cwlogs {

// Amazon Root CA 1 to 4 and Starfield Services Root Certificate Authority - G2, as PEM. Reading
// these five takes a fraction of what a system's 150 take, and no file.
// https://www.amazontrust.com/repository/
extern const std::string_view kAmazonRoots;

}  // namespace cwlogs
