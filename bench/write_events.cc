// Writes the events that are measured to a folder, one file each, and index.json about them.
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "bench/sample.h"
#include "cli/text_file.h"

namespace {

bool write(const std::string& path, std::string_view bytes) {
  auto file = cwlogs::OutputFile::open(path);
  const auto written = file ? file->write(bytes) : tl::make_unexpected(file.error());
  if (!written) std::fprintf(stderr, "cwlogs_bench_events: %s\n", written.error().c_str());
  return written.has_value();
}

const char* name_of(cwlogs::bench::SampleKind kind) {
  using cwlogs::bench::SampleKind;
  if (kind == SampleKind::kOverflow) return "overflow";
  return kind == SampleKind::kSmall ? "small" : "usual";
}

bool write_all(const std::string& folder) {
  const std::string in_folder = folder + '/';
  nlohmann::ordered_json index;
  for (const auto& spec : cwlogs::bench::sample_specs()) {
    const auto& sample = cwlogs::bench::sample_of(spec.name);
    const std::string file = std::string(spec.name) + ".json";
    index.push_back({{"name", spec.name},
                     {"kind", name_of(spec.kind)},
                     {"file", file},
                     {"bytes", sample.event.view().size()},
                     {"records", sample.gzip.size()},
                     {"logEvents", sample.log_events},
                     {"inflatedBytes", sample.inflated_bytes}});
    if (!write(in_folder + file, sample.event.view())) return false;
  }
  return write(in_folder + "index.json", index.dump(1) + '\n');
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("Usage: cwlogs_bench_events FOLDER\n", stderr);
    return 2;
  }
  return write_all(argv[1]) ? 0 : 1;
}
