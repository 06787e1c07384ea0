#include "config/json_check.h"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "config/in_quotes.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

using Json = nlohmann::json;

constexpr size_t kDepthMax = 16;

// Hears of each thing that is read. To return false ends the reading.
class Listener : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return item(); }
  bool boolean(bool /*value*/) override { return item(); }
  bool number_integer(number_integer_t /*value*/) override { return item(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return item(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return item(); }
  bool string(string_t& /*value*/) override { return item(); }
  bool binary(binary_t& /*value*/) override { return item(); }
  bool start_object(size_t /*size*/) override { return item() && open(); }
  bool start_array(size_t /*size*/) override { return item() && open(); }
  bool key(string_t& /*name*/) override { return true; }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 protected:
  virtual bool item() { return true; }
  virtual bool open() { return true; }
  virtual bool close() { return true; }
};

// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing
// value - unexpected '}'; expected …; last read: …" -> "unexpected '}'; expected …"
std::string reason_of(std::string_view message) {
  const size_t place = message.find(" - ");
  if (place != message.npos) {
    message.remove_prefix(place + 3);
  } else if (message.starts_with('[')) {
    message.remove_prefix(std::min(message.find("] ") + 2, message.size()));
  }
  return std::string(message.substr(0, message.find("; last read")));
}

class FaultListener : public Listener {
 public:
  bool parse_error(size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    fault = JsonFault{.offset = position == 0 ? 0 : position - 1,
                      .message = "this is not JSON: " + reason_of(error.what())};
    return false;
  }

  std::optional<JsonFault> fault;
};

class ExcessListener : public Listener {
 public:
  bool key(string_t& name) override {
    if (levels_.back().keys.insert(name).second) return true;
    return stop(in_quotes(name) + " is given twice in one object");
  }

  std::string excess;

 protected:
  bool item() override {
    if (levels_.empty() || ++levels_.back().items <= kJsonItemsMax) return true;
    return stop("there are more than " + std::to_string(kJsonItemsMax) + " items in it");
  }
  bool open() override {
    levels_.emplace_back();
    if (levels_.size() <= kDepthMax) return true;
    return stop("it is nested more than " + std::to_string(kDepthMax) + " levels deep");
  }
  bool close() override {
    levels_.pop_back();
    return true;
  }

 private:
  bool stop(const std::string& message) {
    excess = message;
    return false;
  }

  struct Level {
    size_t items = 0;
    std::set<std::string> keys;
  };
  std::vector<Level> levels_;
};

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text) {
  if (!is_utf8(text)) return JsonFault{find_invalid_utf8(text), "this is not UTF-8"};
  if (text.find_first_not_of(" \t\r\n") == text.npos) return JsonFault{0, "the file is empty"};
  // The parser takes it for the end.
  if (const size_t nul = text.find('\0'); nul != text.npos) {
    return JsonFault{nul, "this is not JSON: there is a NUL byte"};
  }
  FaultListener listener;
  Json::sax_parse(text, &listener);
  if (listener.fault && text.substr(listener.fault->offset).starts_with('/')) {
    listener.fault->message += "; JSON has no comments";
  }
  return listener.fault;
}

std::string find_json_excess(std::string_view json) {
  ExcessListener listener;
  Json::sax_parse(json, &listener);
  return listener.excess;
}

}  // namespace cwlogs
