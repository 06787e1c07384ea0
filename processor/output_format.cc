#include "processor/output_format.h"

#include <array>
#include <utility>

namespace cwlogs {
namespace {

using Source = OutputField::Source;

constexpr std::array<std::pair<std::string_view, Source>, 11> kSources = {{
    {"id", Source::kId},
    {"timestamp", Source::kTimestamp},
    {"message", Source::kMessage},
    {"owner", Source::kOwner},
    {"account", Source::kAccount},
    {"region", Source::kRegion},
    {"logGroup", Source::kLogGroup},
    {"logStream", Source::kLogStream},
    {"subscriptionFilters", Source::kSubscriptionFilters},
    {"extractedFields", Source::kExtractedFields},
    {"fields", Source::kFields},
}};

}  // namespace

std::optional<OutputField::Source> output_source_of(std::string_view name) {
  for (const auto& [known, source] : kSources) {
    if (known == name) return source;
  }
  return std::nullopt;
}

std::vector<OutputField> default_output_fields() {
  std::vector<OutputField> fields;
  fields.reserve(kSources.size());
  for (const auto& [name, source] : kSources) {
    if (source != Source::kFields) fields.push_back({std::string(name), source});
  }
  return fields;
}

std::vector<OutputField> default_parsed_output_fields() {
  std::vector<OutputField> fields = default_output_fields();
  for (OutputField& field : fields) {
    if (field.source == Source::kMessage) field = {"fields", Source::kFields};
  }
  return fields;
}

}  // namespace cwlogs
