// The CloudWatch agent sends Windows events as XML, read here by pugixml:
//
//   <Event><System><Provider Name='Service Control Manager'/><EventID>7036</EventID>…</System>
//   <EventData><Data Name='param1'>Windows Update</Data>…</EventData></Event>
//
// Each becomes fields: of System those that are asked for most, of EventData all that have a name.
#include <pugixml.hpp>
#include <string>

#include "runtime/run_lambda.h"

namespace {

// A parsed document keeps its memory for the next one: a copy for each worker, none shared.
class WindowsEvents : public cwlogs::Transform {
 public:
  WindowsEvents() = default;
  WindowsEvents(const WindowsEvents& /*other*/) : Transform() {}  // documents are not copied

  cwlogs::Kept apply(const cwlogs::LogEvent& log_event, const cwlogs::LogEnvelope& /*envelope*/,
                     cwlogs::Output& /*output*/) override {
    const std::string_view xml = log_event.message;
    if (!document_.load_buffer(xml.data(), xml.size())) return cwlogs::Kept::kAsConfigured;
    if (const pugi::xml_node event = document_.child("Event")) set_fields(event, log_event.fields);
    return cwlogs::Kept::kAsConfigured;
  }

 private:
  static void set_fields(const pugi::xml_node& event, cwlogs::LogEventFields& fields) {
    const pugi::xml_node system = event.child("System");
    const auto set = [&fields](const char* name, std::string_view text) {
      if (!text.empty()) fields.set_text(name, text);
    };
    set("time", system.child("TimeCreated").attribute("SystemTime").value());
    set("computer", system.child_value("Computer"));
    set("channel", system.child_value("Channel"));
    set("provider", system.child("Provider").attribute("Name").value());
    fields.set_integer("eventId", system.child("EventID").text().as_int());
    fields.set_integer("level", system.child("Level").text().as_int());
    for (const pugi::xml_node data : event.child("EventData").children("Data")) {
      set(data.attribute("Name").value(), data.child_value());
    }
    fields.set_parsed();
  }

  pugi::xml_document document_;
};

}  // namespace

int main() { return cwlogs::run_lambda(WindowsEvents()); }
