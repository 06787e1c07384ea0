// What applications write: Lambda functions, JSON loggers, Java.
#include <algorithm>

#include "cli/log_vocabulary.h"

namespace cwlogs {
namespace {

using Patterns = const std::string_view[];

constexpr Patterns kResource = {"orders", "payments", "items", "shipments", "users", "search"};
constexpr Patterns kLevel = {"INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"};

// --- AWS Lambda. Its lines end with a line feed.
// -----------------------------------------------------
constexpr Patterns kLambdaInit = {
    "INIT_START Runtime Version: {python:3.9.v18|nodejs:16.v12|java:11.v15}\tRuntime Version ARN: "
    "arn:aws:lambda:ap-northeast-1::runtime:{x64}\n"};
constexpr Patterns kLambdaStart = {"START RequestId: {request_id} Version: $LATEST\n"};
constexpr Patterns kLambdaEnd = {"END RequestId: {request_id}\n"};
constexpr Patterns kLambdaReport = {
    "REPORT RequestId: {request_id}\tDuration: {duration} ms\tBilled Duration: {billed} ms\tMemory "
    "Size: {memory} MB\tMax Memory Used: {48-127} MB\t{init_duration}\n"};
constexpr Patterns kLambdaText = {
    "Received event with {1-10} records",
    "Order {100000-999999} placed by user {1000-99999}, total {1-99}{thousand} JPY",
    "Fetched s3://example-bucket/incoming/2022/06/22/{uuid}.json ({1000-99999} bytes)",
    "DynamoDB GetItem on table orders took {2-48} ms (consumed capacity 0.5)",
    "Retrying request to https://api.example.com/v1/payments, attempt {1-3} of 3",
    "Cache miss for key user:{1000-99999}:profile",
    "{\"event\":\"order.placed\",\"orderId\":\"{100000-999999}\",\"items\":{1-9},\"coupon\":null}",
    "在庫を更新しました: SKU-{1000-9999} 残り{1-99}個",
    "Processed message {uuid} from queue orders-events in {5-800} ms",
};
constexpr Patterns kLambdaPythonLine = {
    "[INFO]\t{time}\t{request_id}\t{lambda_text}\n",
    "[INFO]\t{time}\t{request_id}\t{lambda_text}\n",
    "[DEBUG]\t{time}\t{request_id}\t{lambda_text}\n",
    "[WARNING]\t{time}\t{request_id}\tSlow response from upstream: {1000-2999} ms\n",
    "[ERROR] ClientError: An error occurred (ProvisionedThroughputExceededException) when calling "
    "the PutItem operation (reached max retries: 3): The level of configured provisioned "
    "throughput for the table was exceeded.\nTraceback (most recent call last):\n  File "
    "\"/var/task/app.py\", line {10-99}, in handler\n    save_order(order)\n  File "
    "\"/var/task/orders/store.py\", line {10-99}, in save_order\n    "
    "table.put_item(Item=order.to_item())\n  File \"/var/runtime/botocore/client.py\", line 391, "
    "in _api_call\n    return self._make_api_call(operation_name, kwargs)\n"};
constexpr Patterns kLambdaNodeLine = {
    "{time}\t{request_id}\tINFO\t{lambda_text}\n", "{time}\t{request_id}\tINFO\t{lambda_text}\n",
    "{time}\t{request_id}\tWARN\tSlow response from upstream: {1000-2999} ms\n",
    "{time}\t{request_id}\tERROR\tInvoke Error \t{\"errorType\":\"TypeError\",\"errorMessage\":"
    "\"Cannot read properties of undefined (reading 'id')\",\"stack\":[\"TypeError: Cannot read "
    "properties of undefined (reading 'id')\",\"    at exports.handler (/var/task/index.js:"
    "{10-99}:{5-40})\",\"    at Runtime.handleOnceNonStreaming "
    "(/var/runtime/Runtime.js:73:25)\"]}\n"};

// --- JSON: text beyond ASCII both as it is and escaped, nested objects, every escape there is
// -------
constexpr Patterns kJsonText = {
    "order accepted",
    "payment authorised by provider",
    "cache refreshed in {2-980} ms",
    "slow query: SELECT * FROM orders WHERE status = \\\"open\\\" AND updated_at > now() - "
    "interval "
    "'1 day'",
    "注文を受け付けました",
    "決済が完了しました ✅",
    "在庫が不足しています(商品コード: {1000-9999})",
    "ユーザーがログインしました 👋",
    "外部APIの呼び出しがタイムアウトしました。{1-5}秒後に再試行します",
    "\\u6ce8\\u6587\\u3092\\u53d7\\u3051\\u4ed8\\u3051\\u307e\\u3057\\u305f \\ud83c\\udf89",
    "livraison prévue à {8-20} h, café \\\"Crème\\\" – 3 €",
    "C:\\\\inetpub\\\\logs\\\\u_ex{100000-999999}.log rotated",
    "template rendered:\\n\\t<p>{1-99} item(s)<\\/p>\\r\\n",
    "deployed 🚀 {x7} to production 🇯🇵 by 👩‍💻",
};
constexpr Patterns kPerson = {
    "山田 太郎", "佐藤 花子", "髙橋 一郎", "𠮷田 美咲", "Zoë Müller", "José Núñez", "Alice O'Neil",
};
constexpr Patterns kJsonUser = {
    "{\"id\":{1000-99999},\"name\":\"{person}\",\"roles\":[\"customer\"]}",
    "{\"id\":{1000-99999},\"name\":\"{person}\",\"roles\":[\"customer\",\"{beta|会員|staff}\"],"
    "\"address\":{\"prefecture\":\"{東京都|大阪府|北海道|沖縄県}\",\"zip\":\"{100-999}-{1000-9999}"
    "\"}}",
    "null",
};
constexpr Patterns kJsonHttp = {
    "{\"method\":\"{GET|POST|PUT|DELETE}\",\"path\":\"/api/v1/{resource}/{1000-99999}\",\"status\":"
    "{200|200|200|201|204|400|404|500|503},\"duration_ms\":{1-1500}.{10-99},\"client\":{\"ip\":"
    "\"{ip}\",\"user_agent\":\"{user_agent}\"}}"};
constexpr Patterns kJsonError = {
    "{\"type\":\"TimeoutError\",\"message\":\"upstream did not answer within {500-3000} ms\","
    "\"stack\":\"TimeoutError: upstream did not answer\\n    at Client.request "
    "(/app/node_modules/client/index.js:{10-99}:{5-40})\\n    at async handler "
    "(/app/dist/routes/{resource}.js:{10-99}:{5-40})\",\"retryable\":true}",
    "{\"type\":\"ValidationError\",\"message\":\"数量は1以上で入力してください\",\"fields\":[{"
    "\"name\":"
    "\"quantity\",\"value\":{0-9}},{\"name\":\"coupon\",\"value\":\"\"}],\"retryable\":false}",
};
constexpr Patterns kJsonHead = {
    "{\"timestamp\":\"{time}\",\"level\":\"{level}\",\"service\":\"{service}\",\"logger\":\"app."
    "{service}\",\"message\":\"{json_text}\",\"traceId\":\"1-{x8}-{x24}\""};
constexpr Patterns kJsonLine = {
    "{json_head},\"http\":{json_http},\"user\":{json_user}}",
    "{json_head},\"http\":{json_http},\"user\":{json_user},\"tags\":[\"web\",\"{blue|green}\"]}",
    "{json_head},\"user\":{json_user},\"order\":{\"id\":\"{uuid}\",\"total\":{100-99999},"
    "\"currency\":"
    "\"JPY\",\"items\":[{\"sku\":\"SKU-{1000-9999}\",\"qty\":{1-9}},{\"sku\":\"SKU-{1000-9999}\","
    "\"qty\":"
    "{1-9}}]}}",
    "{json_head},\"http\":{json_http},\"error\":{json_error}}",
    "{json_head},\"metrics\":{\"heap_mb\":{60-900}.{1-9},\"queue\":{\"depth\":{0-400},\"lag_ms\":"
    "{0-9000}},\"ratio\":{1-9}.{10-99}e-{1-5}},\"extra\":{}}",
};

// --- Java
// --------------------------------------------------------------------------------------------
constexpr Patterns kJavaThread = {"[nio-8080-exec-{1-9}]", "[   scheduling-1]", "[           main]",
                                  "[onPool-worker-{1-9}]"};
constexpr Patterns kJavaText = {
    "c.e.o.web.OrderController                : Accepted order {100000-999999} for customer "
    "{1000-99999}",
    "c.e.o.service.PaymentService             : Payment {uuid} captured in {20-900} ms",
    "o.s.web.servlet.DispatcherServlet        : Completed initialization in {1-9} ms",
    "com.zaxxer.hikari.pool.HikariPool        : HikariPool-1 - Pool stats (total=10, "
    "{active=10, idle=0, waiting=7|active=3, idle=7, waiting=0|active=0, idle=10, waiting=0})",
    "o.a.k.c.c.internals.ConsumerCoordinator  : [Consumer clientId=consumer-orders-1, "
    "groupId=orders] Adding newly assigned partitions: orders-{0-11}",
    "c.e.o.batch.NightlyReconciliation        : 日次の照合処理が完了しました(件数={1-9999})",
};
constexpr Patterns kJavaException = {
    "java.lang.IllegalStateException: Order {100000-999999} is already closed",
    "org.springframework.dao.DataAccessResourceFailureException: Unable to acquire JDBC "
    "Connection; "
    "nested exception is org.hibernate.exception.JDBCConnectionException",
    "java.lang.NullPointerException: Cannot invoke \"com.example.orders.model.Customer.getId()\" "
    "because the return value of \"com.example.orders.model.Order.getCustomer()\" is null",
    "com.example.orders.PaymentFailedException: 決済サービスに接続できません "
    "(order={100000-999999})",
};
constexpr Patterns kJavaCause = {
    "java.net.SocketTimeoutException: Read timed out",
    "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request "
    "timed out after {30000-30999}ms.",
    "java.io.IOException: Connection reset by peer",
};
constexpr Patterns kJavaFrame = {
    "\n\tat com.example.orders.service.OrderService.place(OrderService.java:{20-400})",
    "\n\tat "
    "com.example.orders.service.OrderService.lambda$validate${0-9}(OrderService.java:{20-400})",
    "\n\tat com.example.orders.model.Order.<init>(Order.java:{20-99})",
    "\n\tat com.example.orders.repository.OrderRepository.findById(OrderRepository.java:{20-120})",
    "\n\tat com.example.orders.client.PaymentClient$1.execute(PaymentClient.java:{20-240})",
    "\n\tat java.base/java.util.stream.ReferencePipeline$3$1.accept(ReferencePipeline.java:197)",
    "\n\tat org.springframework.transaction.interceptor.TransactionInterceptor.invoke("
    "TransactionInterceptor.java:119)",
    "\n\tat "
    "com.example.orders.service.OrderService$$EnhancerBySpringCGLIB$${x8}.place(<generated>)",
};
constexpr Patterns kJavaServletFrames = {
    "\n\tat com.example.orders.web.OrderController.create(OrderController.java:{20-200})"
    "\n\tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke("
    "DirectMethodHandleAccessor.java:104)"
    "\n\tat java.base/java.lang.reflect.Method.invoke(Method.java:578)"
    "\n\tat org.springframework.web.method.support.InvocableHandlerMethod.doInvoke("
    "InvocableHandlerMethod.java:205)"
    "\n\tat "
    "org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1067)"
    "\n\tat javax.servlet.http.HttpServlet.service(HttpServlet.java:764)"
    "\n\tat "
    "org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:162)"
    "\n\tat org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun(NioEndpoint.java:1743)"
    "\n\tat java.base/java.lang.Thread.run(Thread.java:1589)"};
constexpr Patterns kJavaTrace = {
    "{java_exception}{java_frame*3-9}{java_servlet_frames}",
    "{java_exception}{java_frame*3-9}{java_servlet_frames}\nCaused by: {java_cause}"
    "{java_frame*2-6}\n\t... {9-48} common frames omitted",
    "{java_exception}{java_frame*2-5}{java_servlet_frames}\nCaused by: {java_exception}"
    "{java_frame*2-4}\n\t... {9-48} common frames omitted\nCaused by: {java_cause}{java_frame*1-3}"
    "\n\t... {9-48} common frames omitted",
};
constexpr Patterns kJavaInfoLine = {
    "{time}  INFO 1 --- {java_thread} {java_text}", "{time}  INFO 1 --- {java_thread} {java_text}",
    "{time} DEBUG 1 --- {java_thread} {java_text}", "{time}  WARN 1 --- {java_thread} {java_text}"};
constexpr Patterns kJavaErrorLine = {
    "{time} ERROR 1 --- {java_thread} c.e.o.web.ErrorHandler                   : Request "
    "POST /api/v1/orders failed\n\n{java_trace}"};
constexpr Patterns kJavaLine = {"{java_info_line}", "{java_info_line}", "{java_info_line}",
                                "{java_error_line}"};

constexpr Word kWords[] = {
    {"java_cause", kJavaCause},
    {"java_error_line", kJavaErrorLine},
    {"java_exception", kJavaException},
    {"java_frame", kJavaFrame},
    {"java_info_line", kJavaInfoLine},
    {"java_line", kJavaLine},
    {"java_servlet_frames", kJavaServletFrames},
    {"java_text", kJavaText},
    {"java_thread", kJavaThread},
    {"java_trace", kJavaTrace},
    {"json_error", kJsonError},
    {"json_head", kJsonHead},
    {"json_http", kJsonHttp},
    {"json_line", kJsonLine},
    {"json_text", kJsonText},
    {"json_user", kJsonUser},
    {"lambda_end", kLambdaEnd},
    {"lambda_init", kLambdaInit},
    {"lambda_node_line", kLambdaNodeLine},
    {"lambda_python_line", kLambdaPythonLine},
    {"lambda_report", kLambdaReport},
    {"lambda_start", kLambdaStart},
    {"lambda_text", kLambdaText},
    {"level", kLevel},
    {"person", kPerson},
    {"resource", kResource},
};
static_assert(std::ranges::is_sorted(kWords, {}, &Word::name), "looked up by halving");

}  // namespace

std::span<const Word> application_words() { return kWords; }

}  // namespace cwlogs
