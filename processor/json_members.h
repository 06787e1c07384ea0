// Reads the members of a message that is one JSON object.
#pragma once

#include <optional>
#include <string_view>

#include "processor/json_cursor.h"
#include "processor/parsed_fields.h"

namespace cwlogs {

// Member by member:
//
//   JsonMembers members(message, fields);
//   for (std::string_view name, json; members.next(name, json);) fields.add_json(name, json);
//   return members.complete();
//
// Lifetime: what it hands out lasts as long as `fields` holds the line.
class JsonMembers {
 public:
  // Requires: valid UTF-8. Cost: a copy of the text if it starts like an object.
  JsonMembers(std::string_view text, ParsedFields& fields);

  // False behind the last one, and for text that is no JSON.
  bool next(std::string_view& name, std::string_view& json);
  // Behind the last one: whether the text was one object and nothing else but white space.
  bool complete();

 private:
  ParsedFields* fields_;
  std::string_view text_;
  JsonCursor cursor_;
  bool is_object_;
};

// Adds all members of `text`; false if it is not one object.
bool add_json_members(std::string_view text, ParsedFields& fields);

// The text of a JSON string; nothing for another value.
std::optional<std::string_view> json_string_text(std::string_view json, ParsedFields& fields);

}  // namespace cwlogs
