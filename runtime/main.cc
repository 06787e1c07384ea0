// bootstrap: the AWS Lambda custom runtime.
#include "runtime/run_lambda.h"

int main() { return cwlogs::run_lambda_with(nullptr); }
