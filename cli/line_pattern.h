// Expands patterns such as `{ip} - - "GET /items/{1-999}"`, drawing what the braces leave open.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/random.h"

namespace cwlogs {

//   {name}      a fact of that name, else one of the vocabulary's patterns of that name, expanded
//   {name*2-5}  two to five of these
//   {10-99}     a number, both ends included
//   {x32}       32 hexadecimal digits
//   {GET|POST}  one of these texts
//
// Anything else in braces stands for itself, so JSON can be written as it is. Drawing and writing
// are one step from left to right: the order of draws can't depend on the order in which a compiler
// evaluates arguments.
class PatternWriter {
 public:
  // Lifetime: `random` must outlive this.
  explicit PatternWriter(Random& random) : random_(&random) {}

  // Lifetime: `name` is a literal.
  void set_fact(std::string_view name, std::string value);

  void append(std::string_view pattern, std::string& out);

  std::string expand(std::string_view pattern);

 private:
  bool append_placeholder(std::string_view body, std::string& out);
  bool append_number(std::string_view range, std::string& out);
  bool append_hex(std::string_view digits, std::string& out);
  void append_alternative(std::string_view alternatives, std::string& out);
  bool append_repeated(std::string_view name, std::string_view range, std::string& out);
  bool append_named(std::string_view name, std::string& out);

  Random* random_;
  std::vector<std::pair<std::string_view, std::string>> facts_;
};

}  // namespace cwlogs
