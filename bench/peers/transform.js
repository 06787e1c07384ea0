// What one would write in Node.js, after AWS's blueprint: message and newline of each log event.
"use strict";

const zlib = require("zlib");

function transformRecord({ recordId, data }) {
  try {
    let bytes = Buffer.from(data, "base64");
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = zlib.gunzipSync(bytes);
    const document = JSON.parse(bytes.toString("utf8"));
    if (document.messageType === "CONTROL_MESSAGE") return { recordId, result: "Dropped" };
    if (document.messageType !== "DATA_MESSAGE") return { recordId, result: "ProcessingFailed" };
    const lines = document.logEvents.map((logEvent) => logEvent.message + "\n").join("");
    return { recordId, result: "Ok", data: Buffer.from(lines, "utf8").toString("base64") };
  } catch {
    return { recordId, result: "ProcessingFailed" };
  }
}

// Response text for the bytes of a Firehose transformation event.
exports.transform = (body) => {
  const event = JSON.parse(body.toString("utf8"));
  return JSON.stringify({ records: event.records.map(transformRecord) });
};
