// A log event's fields -> what an OutputFormat makes of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "processor/event_fields.h"
#include "processor/output_format.h"
#include "processor/parsed_fields.h"
#include "processor/text_arena.h"

namespace cwlogs {

struct NamedField {
  std::string_view name;
  const ParsedField* field;
};

// What the writer needs for a line, kept lest every line allocate it.
struct OutputScratch {
  std::vector<std::string> of_document;  // fields that all its log events share, as an object
  std::vector<std::string_view> taken;   // names of fields that win over ours
  TextArena names;                       // those that had to be unescaped
  std::vector<NamedField> last;          // of many parsed fields, by name
  std::string text;
  // A document's lines, in pieces: a text, and which field of the log event follows it.
  struct Piece {
    std::string before;
    OutputField::Source source;
  };
  std::vector<Piece> pieces;  // those in use come first; the others keep their strings
  size_t pieces_used = 0;
  std::string frame_end;  // empty: not made yet
};

// One per thread.
class OutputWriter {
 public:
  // To be called whenever the fields are those of another document, or the format is another.
  void start_document();

  // Appends what the log event becomes, delimiter included. What is absent is left out.
  // kEnvelope requires fields.head and fields.tail.
  void append(const OutputFormat& format, EventFields& fields, std::string& line);

  // Gives back what an unusual log event made large.
  void release_oversize();

 private:
  OutputScratch scratch_;
};

}  // namespace cwlogs
