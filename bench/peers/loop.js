// The least of a Lambda runtime in Node.js.
"use strict";

const http = require("http");
const { transform } = require("./transform.js");

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    const options = { host, port, agent, method, headers, path: "/2018-06-01/runtime/" + path };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

(async () => {
  for (;;) {
    const { headers, body } = await call("GET", "invocation/next");
    const requestId = headers["lambda-runtime-aws-request-id"];
    await call("POST", `invocation/${requestId}/response`, transform(body));
  }
})();
