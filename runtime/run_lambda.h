// A whole AWS Lambda function: the program around a transform.
//
//   int main() {
//     return cwlogs::run_lambda([](const cwlogs::LogEvent& log_event, const cwlogs::LogEnvelope&,
//                                  cwlogs::Output& output) {
//       output.append(log_event.message);
//       output.push_back('\n');
//       return cwlogs::Kept::kYes;
//     });
//   }
#pragma once

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "processor/transform.h"

namespace cwlogs {

// A function as a transform.
template <class F>
class FunctionTransform final : public Transform {
 public:
  explicit FunctionTransform(F function) : function_(std::move(function)) {}
  Kept apply(const LogEvent& log_event, const LogEnvelope& envelope, Output& output) override {
    return function_(log_event, envelope, output);
  }

 private:
  F function_;
};

// Makes a transform for one worker. Called once a worker, before its first event.
using TransformFactory = std::function<std::unique_ptr<Transform>()>;

// Runs the invocation loop until the environment ends. Null: no transform of one's own. Returns the
// exit code of the program. Errors: a wrong configuration is posted as an init error and logged.
int run_lambda_with(const TransformFactory& factory);

// The same with a copy of `transform` for each worker, so that copies may keep state of their own:
// a class derived from Transform, or a function of the form of Transform::apply().
template <class T>
int run_lambda(const T& transform) {
  return run_lambda_with([transform]() -> std::unique_ptr<Transform> {
    if constexpr (std::is_base_of_v<Transform, T>) {
      return std::make_unique<T>(transform);
    } else {
      return std::make_unique<FunctionTransform<T>>(transform);
    }
  });
}

}  // namespace cwlogs
