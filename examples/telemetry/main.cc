// Sensors log binary frames in base64, 12 bytes each, integers in network byte order:
//
//   offset  0  version, always 1
//           1  kind: 0 temperature in 1/100 degree Celsius, 1 humidity in 1/100 percent
//           2  device, 2 bytes
//           4  time, 4 bytes: seconds since 1970
//           8  value, 4 bytes, signed
//
// A frame becomes fields, at its own time, and goes into its device's partition. Anything else is
// left to the configured parsers; what none of them knows is kept and marked.
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "processor/base64.h"
#include "runtime/run_lambda.h"

namespace {

constexpr size_t kFrameBytes = 12;
constexpr size_t kFrameBase64Bytes = 16;

// What is kept from one log event to the next belongs to one worker: each has a copy of this class.
class Telemetry : public cwlogs::Transform {
 public:
  cwlogs::Kept apply(const cwlogs::LogEvent& log_event, const cwlogs::LogEnvelope& /*envelope*/,
                     cwlogs::Output& /*output*/) override {
    if (decode(log_event.message)) set_fields(log_event.fields);
    return cwlogs::Kept::kAsConfigured;
  }

 private:
  bool decode(std::string_view message) {
    return message.size() == kFrameBase64Bytes &&
           cwlogs::base64::decode(message, frame_.data()) == kFrameBytes && frame_[0] == 1 &&
           frame_[1] <= 1;
  }

  void set_fields(cwlogs::LogEventFields& fields) const {
    const uint32_t device = integer(2, 2);
    const auto value = static_cast<int32_t>(integer(8, 4));
    fields.set_integer("device", device);
    fields.set_text("kind", frame_[1] == 0 ? "temperature" : "humidity");
    fields.set_number("value", value / 100.0);
    fields.set_timestamp(std::chrono::seconds(integer(4, 4)));
    fields.set_partition_key("device", std::to_string(device));
    fields.set_parsed();
  }

  uint32_t integer(size_t offset, size_t size) const {
    uint32_t value = 0;
    for (size_t i = offset; i < offset + size; ++i) {
      value = value << 8 | static_cast<unsigned char>(frame_[i]);
    }
    return value;
  }

  std::array<char, kFrameBytes> frame_{};
};

}  // namespace

int main() { return cwlogs::run_lambda(Telemetry()); }
