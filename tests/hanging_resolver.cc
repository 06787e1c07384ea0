// Loaded into a program by LD_PRELOAD: a name under .invalid is never resolved, nor refused.
#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

#include <string_view>

namespace {

constexpr std::string_view kSaid = "hanging_resolver: asked for a name\n";

bool hangs(const char* name) {
  return name != nullptr && std::string_view(name).ends_with(".invalid");
}

}  // namespace

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (hangs(name)) {
    [[maybe_unused]] const auto n = ::write(STDERR_FILENO, kSaid.data(), kSaid.size());
    for (;;) ::pause();
  }
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto next = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return next(name, service, hints, result);
}
