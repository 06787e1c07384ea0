#include "config/setting.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace cwlogs {
namespace {

// Letters to insert, remove or replace to get from one word to the other.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t k = 0; k < b.size(); ++k) {
      const size_t replaced = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, row[k + 1] + 1});
    }
  }
  return row.back();
}

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return result;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

const Setting* find_setting(std::string_view name) {
  const auto settings = all_settings();
  const auto found = std::ranges::find(settings, name, &Setting::name);
  return found == settings.end() ? nullptr : &*found;
}

std::string variable_of(std::string_view name) {
  std::string variable;
  for (size_t i = 0; i < name.size(); ++i) {
    if (i != 0 && is_upper(name[i])) variable += '_';
    variable += static_cast<char>(name[i] >= 'a' && name[i] <= 'z' ? name[i] & ~0x20 : name[i]);
  }
  return variable;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> names) {
  constexpr size_t kWordBytesMax = 64;
  if (word.size() > kWordBytesMax) return {};
  std::string_view best;
  size_t best_distance = std::max<size_t>(word.size() / 3, 1) + 1;
  for (const std::string_view name : names) {
    const size_t d = distance(lower(word), lower(name));
    if (d < best_distance) {
      best = name;
      best_distance = d;
    }
  }
  return best;
}

}  // namespace cwlogs
