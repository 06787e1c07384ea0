#include "processor/filter_pattern_selector.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "processor/json_key.h"
#include "processor/json_string.h"

namespace cwlogs {
namespace {

constexpr size_t kIndexDigitsMax = 9;

bool is_name(char c) { return is_pattern_word(c) || c == '-'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Moves from before an object to before the value of its field; false if there is none.
bool enter_field(JsonCursor& cursor, std::string_view name) {
  if (cursor.peek() != '{') return false;
  const char* value = nullptr;
  cursor.begin_object();
  for (RawString key; cursor.next_field(key); cursor.skip_value()) {
    if (key_is(key, name)) value = cursor.position();
  }
  if (value != nullptr) cursor.resume_at(value);
  return value != nullptr;
}

bool enter_element(JsonCursor& cursor, size_t index) {
  if (cursor.peek() != '[') return false;
  cursor.begin_array();
  for (; cursor.next_element(); cursor.skip_value()) {
    if (index-- == 0) return true;
  }
  return false;
}

// The fields of one object, each of different name.
class FieldList {
 public:
  // At the object.
  explicit FieldList(JsonCursor& cursor) {
    cursor.begin_object();
    for (RawString key; cursor.next_field(key); cursor.skip_value()) {
      fields_.push_back({unescaped(key), cursor.position()});
    }
    // The last of equal names comes first, and remains.
    std::sort(fields_.begin(), fields_.end(), [](const Field& a, const Field& b) {
      return a.name != b.name ? a.name < b.name : a.value > b.value;
    });
    const auto is_same = [](const Field& a, const Field& b) { return a.name == b.name; };
    fields_.erase(std::unique(fields_.begin(), fields_.end(), is_same), fields_.end());
  }

  template <class Test>
  bool any(const Test& test) const {
    return std::any_of(fields_.begin(), fields_.end(),
                       [&test](const Field& field) { return test(field.value); });
  }

 private:
  struct Field {
    std::string_view name;
    const char* value;
  };

  std::string_view unescaped(const RawString& key) {
    if (!key.escaped) return key.text;
    append_unescaped(key.text, unescaped_.emplace_back());
    return unescaped_.back();
  }

  std::vector<Field> fields_;
  std::deque<std::string> unescaped_;  // never moves what views point to
};

}  // namespace

bool Selector::is_wildcard(const Step& step) {
  return step.kind == Step::Kind::kEveryField || step.kind == Step::Kind::kEveryElement;
}

bool Selector::is_of_array(const Step& step) {
  return step.kind == Step::Kind::kElement || step.kind == Step::Kind::kEveryElement;
}

ParsedPattern<Selector> Selector::parse(PatternScanner& scanner) {
  if (scanner.peek() != '$') {
    return scanner.error({"a selector is expected, not ", scanner.found(),
                          "; it begins with $. such as $.status, $.users[0].id or $.['a.b']"});
  }
  scanner.take("$");
  Selector selector;
  for (;;) {
    const size_t begin = scanner.position();
    if (scanner.peek() != '.' && scanner.peek() != '[') break;
    auto step = scanner.peek() == '.' ? parse_field(scanner) : parse_brackets(scanner);
    if (!step) return tl::unexpected<std::string>(std::move(step.error()));
    if (is_wildcard(*step) && selector.has_wildcard()) {
      return scanner.error_at(begin, {"a selector has at most one wildcard"});
    }
    if (is_of_array(*step) && selector.steps_.empty()) {
      return scanner.error_at(begin,
                              {"behind $ a property is expected; the document is an object"});
    }
    selector.steps_.push_back(std::move(*step));
  }
  if (!selector.steps_.empty()) return selector;
  return scanner.error({"behind $ a property is expected, not ", scanner.found(),
                        "; allowed are .name and ['name']"});
}

// At a dot.
ParsedPattern<Selector::Step> Selector::parse_field(PatternScanner& scanner) {
  scanner.take(".");
  if (scanner.peek() == '[') return parse_brackets(scanner);
  if (scanner.take("*")) return Step{Step::Kind::kEveryField, {}, 0};
  const std::string_view name = scanner.take_while(is_name);
  if (name.empty()) {
    return scanner.error({"a property is expected, not ", scanner.found(),
                          "; allowed are letters, digits, _ and -, and ['...'] around others"});
  }
  return Step{Step::Kind::kField, std::string(name), 0};
}

ParsedPattern<Selector::Step> Selector::parse_brackets(PatternScanner& scanner) {
  scanner.take("[");
  scanner.skip_blanks();
  auto step = parse_in_brackets(scanner);
  scanner.skip_blanks();
  if (step && !scanner.take("]")) {
    return scanner.error({"] is expected, not ", scanner.found()});
  }
  return step;
}

ParsedPattern<Selector::Step> Selector::parse_in_brackets(PatternScanner& scanner) {
  if (scanner.take("*")) return Step{Step::Kind::kEveryElement, {}, 0};
  if (scanner.peek() == '\'' || scanner.peek() == '"') {
    auto name = scanner.take_quoted();
    if (!name) return tl::unexpected<std::string>(std::move(name.error()));
    return Step{Step::Kind::kField, std::move(*name), 0};
  }
  const size_t begin = scanner.position();
  const std::string_view digits = scanner.take_while(is_digit);
  if (digits.empty() || digits.size() > kIndexDigitsMax) {
    scanner.rewind(begin);
    return scanner.error({"in [] is expected an index from 0 to 999999999, * or a property in ''"});
  }
  size_t index = 0;
  for (const char digit : digits) index = index * 10 + static_cast<size_t>(digit - '0');
  return Step{Step::Kind::kElement, {}, index};
}

bool Selector::has_wildcard() const {
  return std::any_of(steps_.begin(), steps_.end(), is_wildcard);
}

// Recurses at the one wildcard only.
bool Selector::any_from(size_t step, JsonCursor& cursor, const Test& test) const {
  for (; step < steps_.size(); ++step) {
    switch (steps_[step].kind) {
      case Step::Kind::kField:
        if (!enter_field(cursor, steps_[step].name)) return false;
        break;
      case Step::Kind::kElement:
        if (!enter_element(cursor, steps_[step].index)) return false;
        break;
      case Step::Kind::kEveryField:
        return any_field(step, cursor, test);
      case Step::Kind::kEveryElement:
        return any_element(step, cursor, test);
    }
  }
  return test(cursor);
}

bool Selector::any_field(size_t step, JsonCursor& object, const Test& test) const {
  if (object.peek() != '{') return false;
  return FieldList(object).any([&](const char* value) {
    JsonCursor inside = object;
    inside.resume_at(value);
    return any_from(step + 1, inside, test);
  });
}

bool Selector::any_element(size_t step, JsonCursor& array, const Test& test) const {
  if (array.peek() != '[') return false;
  array.begin_array();
  for (; array.next_element(); array.skip_value()) {
    JsonCursor inside = array;
    if (any_from(step + 1, inside, test)) return true;
  }
  return false;
}

}  // namespace cwlogs
