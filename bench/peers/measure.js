// A peer for compare.py; see measure.cc.
"use strict";

const fs = require("fs");
const readline = require("readline");
const { transform } = require("./transform.js");

const events = new Map();

function eventOf(path) {
  if (!events.has(path)) events.set(path, fs.readFileSync(path));
  return events.get(path);
}

// Of all threads: collecting garbage is part of the price.
function measure(invocations, event) {
  const start = process.cpuUsage();
  for (let i = 0; i < invocations; i++) Buffer.from(transform(event), "utf8");
  const { user, system } = process.cpuUsage(start);
  return (user + system) * 1000;
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const [command, first, second] = line.split(" ");
  if (command === "measure") {
    console.log(measure(Number(first), eventOf(second)));
  } else {
    fs.writeFileSync(second, transform(eventOf(first)));
    console.log("done");
  }
});
