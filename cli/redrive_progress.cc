#include "cli/redrive_progress.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/random.h"
#include "cli/text_file.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kProgressBytesMax = 1'000'000'000;

uint64_t digest_at(uint64_t index, uint64_t digest) { return derived_seed(digest, index); }

tl::unexpected<std::string> system_error(const std::string& path) {
  return tl::make_unexpected("cannot write " + path + ": " + std::strerror(errno));
}

tl::expected<void, std::string> write_to_disk(const std::string& path, const std::string& text) {
  auto file = OutputFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  if (auto written = file->write(text); !written) return written;
  return file->sync();
}

}  // namespace

// FNV-1a of 64 bits.
uint64_t digest_of(std::string_view data) {
  uint64_t digest = 0xcbf29ce484222325;
  for (const char byte : data) {
    digest = (digest ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return digest;
}

tl::expected<RedriveProgress, std::string> RedriveProgress::open(const std::string& path,
                                                                 const std::string& target) {
  RedriveProgress progress;
  progress.path_ = path;
  progress.target_ = target;
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
    if (auto saved = progress.save(); !saved) return tl::make_unexpected(saved.error());
    return progress;
  }
  const auto text = read_text(path, kProgressBytesMax);
  if (!text) return tl::make_unexpected(text.error());
  try {
    const Json json = Json::parse(text->view());
    if (json.at("target") != target) {
      return tl::make_unexpected(path + " is the progress towards " +
                                 json.at("target").get<std::string>() + ", not " + target);
    }
    uint64_t last = 0;
    for (const Json& range : json.at("accepted")) {
      const auto first = range.at(0).get<uint64_t>();
      if (first <= last || range.at(1).get<uint64_t>() < first) throw std::out_of_range("order");
      last = range.at(1).get<uint64_t>();
      progress.add(first, {.last = last, .digest = range.at(2).get<uint64_t>()});
    }
  } catch (const std::exception&) {
    return tl::make_unexpected(path + " is not a progress file of cwlogs redrive");
  }
  progress.earlier_ = progress.accepted_;
  return progress;
}

std::string RedriveProgress::other_input() const {
  return path_ + " is the progress of other records than these";
}

tl::expected<bool, std::string> RedriveProgress::was_accepted(uint64_t index, uint64_t digest) {
  if (earlier_.empty() || index < earlier_.begin()->first) return false;
  digest_ += digest_at(index, digest);
  const Range& range = earlier_.begin()->second;
  if (index < range.last) return true;
  if (digest_ != range.digest) return tl::make_unexpected(other_input());
  digest_ = 0;
  earlier_.erase(earlier_.begin());
  return true;
}

tl::expected<void, std::string> RedriveProgress::finish() const {
  if (!earlier_.empty()) return tl::make_unexpected(other_input());
  return {};
}

void RedriveProgress::accept(uint64_t index, uint64_t digest) {
  add(index, {.last = index, .digest = digest_at(index, digest)});
}

// Joins it to its neighbours.
void RedriveProgress::add(uint64_t first, const Range& range) {
  auto place = accepted_.emplace(first, range).first;
  const auto next = std::next(place);
  if (next != accepted_.end() && next->first == range.last + 1) {
    place->second = {.last = next->second.last, .digest = range.digest + next->second.digest};
    accepted_.erase(next);
  }
  if (place == accepted_.begin()) return;
  const auto before = std::prev(place);
  if (before->second.last + 1 != first) return;
  before->second = {.last = place->second.last,
                    .digest = before->second.digest + place->second.digest};
  accepted_.erase(place);
}

tl::expected<void, std::string> RedriveProgress::save() const {
  if (path_.empty()) return {};
  Json json = {{"target", target_}, {"accepted", Json::array()}};
  for (const auto& [first, range] : accepted_) {
    json["accepted"].push_back({first, range.last, range.digest});
  }
  const std::string draft = path_ + ".new";
  if (auto written = write_to_disk(draft, json.dump() + '\n'); !written) return written;
  if (std::rename(draft.c_str(), path_.c_str()) != 0) return system_error(path_);
  return {};
}

}  // namespace cwlogs
