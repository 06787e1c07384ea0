#include "cli/saved_events.h"

#include <utility>

#include "cli/error_events.h"
#include "cli/error_object.h"
#include "cli/line_reader.h"
#include "cli/text_file.h"
#include "processor/limits.h"
#include "processor/padded_text.h"

namespace cwlogs {
namespace {

using Outcome = tl::expected<void, std::string>;

Outcome read_error_objects(LineReader lines, const std::string& name, const TakeEvent& take,
                           const TakeProblem& problem) {
  ErrorObjectReader reader(std::move(lines));
  ErrorEventPacker packer([&](const ErrorEventPacker::Event& event) {
    const PaddedText text{std::string(event.json)};
    return take({text.view(), name, event.alone});
  });
  ErrorObject object;
  for (auto step = reader.next(object); step != ErrorObjectReader::Step::kEnd;
       step = reader.next(object)) {
    if (step == ErrorObjectReader::Step::kProblem) {
      problem(reader.problem());
      continue;
    }
    const auto added = packer.add(std::to_string(object.line), object);
    if (!added) return tl::make_unexpected(added.error());
    if (!*added) problem(name + ':' + std::to_string(object.line) + ": too large for an event");
  }
  return packer.finish();
}

}  // namespace

Outcome read_saved_events(const std::string& path, const TakeEvent& take,
                          const TakeProblem& problem) {
  const std::string name = path == "-" ? "standard input" : path;
  if (is_error_file(path)) {
    auto lines = LineReader::open(path);
    if (!lines) return tl::make_unexpected(lines.error());
    return read_error_objects(std::move(*lines), name, take, problem);
  }
  const auto text = read_text(path, kEventBytesMax);
  if (!text) return tl::make_unexpected(text.error());
  if (is_error_text(text->view())) {
    return read_error_objects(LineReader::of_bytes(text->view(), name), name, take, problem);
  }
  return take({text->view(), name, true});
}

}  // namespace cwlogs
