// Shows the data of the page, made of replay_page_elements.js.

const data = JSON.parse(document.getElementById("data").textContent);
const RESULTS = ["Ok", "Dropped", "ProcessingFailed"];

// --- records ---
const COLUMNS = [
  { label: "Record", sort: (record) => record.number, text: true },
  { label: "Result", sort: (record) => record.result + " " + (record.reason || ""), text: true },
  { label: "Log events", key: "logEvents" },
  { label: "Filtered", key: "filtered" },
  { label: "Redacted", key: "redacted" },
  { label: "Unparsed", key: "unparsed" },
  { label: "Bytes in", key: "bytesIn" },
  { label: "Inflated", key: "bytesInflated" },
  { label: "Bytes out", key: "bytesOut" },
  { label: "Share of the budget", key: "responseBytes", kind: "share" },
];
const state = { result: "", query: "", column: 0, descending: false };
const tables = [];  // of records, one for each event

// Ids differ at their end.
const short = (id) => (id.length > 24 ? id.slice(0, 6) + "…" + id.slice(-14) : id);

function keysOf(record) {
  const metadata = Object.values(record.metadata || {});
  return metadata.flatMap((part) => Object.entries(part)).map((pair) => pair.join("=")).join(" ");
}

function recordHeading(record, detailsId) {
  const open = element("button", { type: "button", class: "open", "aria-expanded": "false",
    "aria-controls": detailsId }, record.number + "  ", ...visible(short(record.id)));
  const keys = element("div", { class: "keys" }, others(keysOf(record)));
  return element("th", { role: "rowheader", scope: "row" }, open, keys);
}

function resultCell(record) {
  const result = element("td", { role: "cell", class: "result " + record.result }, record.result);
  if (record.reason) result.append(element("span", { class: "reason" }, record.reason));
  return result;
}

function shareCell(record, budget) {
  const share = record.responseBytes / budget;
  const text = percent(share) + ", " + counted(record.responseBytes, "byte");
  return element("td", { role: "cell", class: "share", "data-label": "Share of the budget" },
    bar(share), element("span", {}, text));
}

// A <tbody> of its own, so that its details move with it.
function recordRows(record, event) {
  const detailsId = "details-" + event.index + "-" + record.number;
  const numbers = COLUMNS.filter((column) => column.key && !column.kind);
  const head = recordHeading(record, detailsId);
  const rows = element("tbody", { role: "rowgroup" }, row(head, resultCell(record),
    ...numbers.map((column) => cell(grouped(record[column.key]), column.label)),
    shareCell(record, event.budget)));
  const open = head.querySelector("button");
  open.addEventListener("click", () => {
    if (rows.childElementCount === 1) {
      rows.append(element("tr", { role: "row", class: "details", id: detailsId, hidden: true },
        recordDetails(record, event)));
    }
    const details = rows.lastChild;
    details.hidden = !details.hidden;
    open.setAttribute("aria-expanded", String(!details.hidden));
  });
  return rows;
}

function putText(puts, event) {
  const how = puts.asReceived ? "as received" : "in " + counted(puts.records, "piece");
  const calls = puts.firstCall === puts.lastCall ? "call " + (puts.firstCall + 1)
    : "calls " + (puts.firstCall + 1) + " to " + (puts.lastCall + 1);
  const outcome = event.summary.reingest.assumedAccepted ? "accepted" : "to fail";
  return "put back " + how + ": " + counted(puts.logEvents, "log event") + ", " +
    counted(puts.bytes, "byte") + " in " + event.summary.reingest.operation + " " + calls +
    ", assumed " + outcome;
}

function definitions(record, event) {
  const list = element("dl");
  const add = (name, ...nodes) =>
    list.append(element("dt", {}, name), element("dd", {}, ...nodes));
  add("recordId", others(record.id, "code"));
  if (record.arrivalMs) add("arrived", new Date(record.arrivalMs).toISOString());
  if (record.reason) {
    const advice = (event.summary.reasons[record.reason] || {}).advice;
    add("reason", record.reason + (advice ? ": " + advice : ""));
  }
  if (record.puts) add("re-ingested", putText(record.puts, event));
  for (const [part, values] of Object.entries(record.metadata || {})) {
    list.append(element("dt", {}, part), ...Object.entries(values).map(([name, value]) =>
      element("dd", {}, others(name, "code"), " = ", others(value, "code"))));
  }
  if (record.path !== undefined) add("in S3", others(record.path, "code"));
  return list;
}

function lineItem(text, cut) {
  const item = element("li", {}, ...visible(text));
  if (cut) item.append(element("span", { class: "dim" }, " … " + counted(cut, "byte") + " more"));
  return item;
}

function recordLines(record) {
  if (!record.lines) return [];
  if (record.binary) {
    const what = "No text: " + counted(record.bytesOut, "byte") + " of other data";
    return [element("p", { class: "dim" }, what)];
  }
  const cut = new Map(record.cut);
  const nodes = [];
  if (record.gzip) nodes.push(element("p", { class: "dim" }, "Inflated from gzip:"));
  if (record.lines.length !== 0) {
    nodes.push(element("ol", { class: "lines", tabindex: "0", "aria-label": "lines" },
      ...record.lines.map((line, i) => lineItem(line, cut.get(i)))));
  }
  if (record.moreLines !== 0) {
    nodes.push(element("p", { class: "dim more" }, "… " + counted(record.moreLines, "more line") +
      " (" + counted(record.moreBytes, "byte") + "), not on this page"));
  }
  return nodes;
}

function recordDetails(record, event) {
  return element("td", { role: "cell", colspan: String(COLUMNS.length) },
    definitions(record, event), ...recordLines(record));
}

function sortHeading(column, index) {
  const button = element("button", { type: "button" }, column.label);
  button.addEventListener("click", () => {
    state.descending = state.column === index ? !state.descending : !column.text;
    state.column = index;
    arrange();
  });
  return heading(button, column.text ? "" : column.kind || "number");
}

function recordTable(event) {
  const made = table("Records", "records", COLUMNS.map(sortHeading));
  const rows = event.records.map((record) => {
    const found = [record.id, record.result, record.reason, keysOf(record), record.path];
    return { record, found: found.join("\n").toLowerCase(), body: recordRows(record, event) };
  });
  made.append(...rows.map(({ body }) => body));
  tables.push({ made, rows });
  return made;
}

// --- what is shown, and in which order ---
function compare(a, b) {
  const { sort, key } = COLUMNS[state.column];
  const [left, right] = sort ? [sort(a), sort(b)] : [a[key], b[key]];
  const order = left < right ? -1 : left > right ? 1 : 0;
  return (state.descending ? -order : order) || a.number - b.number;
}

function arrange() {
  let shown = 0;
  let all = 0;
  const query = state.query.toLowerCase();
  for (const { made, rows } of tables) {
    rows.sort((a, b) => compare(a.record, b.record));
    for (const { record, found, body } of rows) {
      body.hidden = (state.result !== "" && record.result !== state.result) ||
        !found.includes(query);
      shown += body.hidden ? 0 : 1;
    }
    all += rows.length;
    const moved = rows.some(({ body }, i) => made.tBodies[i] !== body);
    if (moved) made.append(...rows.map(({ body }) => body));
    made.querySelectorAll("thead th").forEach((th, i) => th.setAttribute("aria-sort",
      i !== state.column ? "none" : state.descending ? "descending" : "ascending"));
  }
  document.getElementById("shown").textContent = grouped(shown) + " of " + counted(all, "record");
}

function filterButton(result, count, group) {
  const button = element("button", { type: "button", "data-result": result,
    "aria-pressed": String(result === state.result) }, (result || "All") + " " + grouped(count));
  button.addEventListener("click", () => {
    state.result = result;
    for (const other of group.children) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    arrange();
  });
  return button;
}

function controls() {
  const group = element("div", { role: "group", "aria-label": "Show records by result" });
  const records = data.events.flatMap((event) => event.records);
  group.append(filterButton("", records.length, group));
  for (const result of RESULTS) {
    const count = records.filter((record) => record.result === result).length;
    group.append(filterButton(result, count, group));
  }
  const search = element("input", { type: "search", "aria-label": "Show records by id, reason, partition key",
    placeholder: "id, reason, partition key" });
  search.addEventListener("input", () => {
    state.query = search.value;
    arrange();
  });
  return element("div", { class: "controls" }, group, search,
    element("span", { id: "shown", role: "status", class: "dim" }));
}

// --- folders ---
function newFolder(name) {
  return { name, records: 0, lines: 0, bytes: 0, children: new Map(), missingKeys: [], holds: false };
}

function childOf(node, name) {
  if (!node.children.has(name)) node.children.set(name, newFolder(name));
  return node.children.get(name);
}

function folderTree(folders) {
  const root = newFolder("");
  for (const folder of folders) {
    const names = folder.folders.map((name) => name + "/");
    if (folder.objectPrefix !== "") names.push(folder.objectPrefix + "…");
    let node = root;
    for (const name of names) {
      node = childOf(node, name);
      for (const count of ["records", "lines", "bytes"]) node[count] += folder[count];
    }
    node.missingKeys = folder.missingKeys;
    node.holds = true;
  }
  return root;
}

// Folders that hold nothing but one folder stand in its row.
function folderRows(node, depth, path) {
  const rows = [];
  for (let child of node.children.values()) {
    let name = child.name;
    while (!child.holds && child.children.size === 1) {
      [child] = child.children.values();
      name += child.name;
    }
    const head = element("th", { role: "rowheader", scope: "row", class: "folder mono",
      "--depth": String(depth), title: path + name }, others(name));
    for (const key of child.missingKeys) {
      head.append(element("p", { class: "ProcessingFailed" }, "no partition key ", others(key),
        ": Firehose writes these to the error prefix"));
    }
    rows.push(row(head, ...["records", "lines", "bytes"].map((count) =>
      cell(grouped(child[count]), count))), ...folderRows(child, depth + 1, path + name));
  }
  return rows;
}

function folderSection(event) {
  const section = element("section", {}, element("h3", {}, "In S3"));
  const prefix = data.prefix === null ? ["Folders of the partition keys; ",
    element("code", {}, "--prefix"), " shows those of the stream."]
    : ["Prefix ", others(data.prefix, "code"), data.timeAppended
      ? ", to which Firehose appends yyyy/MM/dd/HH/." : ".", " Times are in UTC, of the arrival."];
  section.append(element("p", { class: "dim" }, ...prefix));
  if (event.folders.length === 0) {
    section.append(element("p", {}, "Nothing was delivered."));
    return section;
  }
  const made = table("Folders in S3", "folders narrow", [heading("Folder"),
    heading("Records", "number"), heading("Lines", "number"), heading("Bytes", "number")]);
  made.append(element("tbody", { role: "rowgroup" }, ...folderRows(folderTree(event.folders), 0, "")));
  section.append(made, ...more(event.moreFolders, "folder"));
  return section;
}

// --- re-ingestion ---
function reingestSection(event) {
  const { reingest } = event.summary;
  const section = element("section", {}, element("h3", {}, "Put back"));
  if (reingest.puts === 0) {
    section.append(element("p", {}, "Nothing."));
    return section;
  }
  const how = [];
  if (reingest.recordsWhole !== 0) how.push(counted(reingest.recordsWhole, "record") + " as received");
  if (reingest.recordsSplit !== 0) {
    how.push(counted(reingest.recordsSplit, "record") + " in " +
      counted(reingest.puts - reingest.recordsWhole, "piece"));
  }
  section.append(element("p", {}, how.join(", ") + ": " + counted(reingest.bytes, "byte") + " in " + counted(reingest.calls, reingest.operation + " call") +
    ", assumed " + (reingest.assumedAccepted ? "accepted." : "to fail.")));
  const calls = table("Calls", "narrow", [heading(reingest.operation + " call"),
    heading("Records put", "number"), heading("Bytes", "number")]);
  calls.append(element("tbody", { role: "rowgroup" }, ...event.calls.map((call, i) =>
    row(cell(String(i + 1), "call", ""), cell(grouped(call.records), "records"),
      cell(grouped(call.bytes), "bytes")))));
  const records = table("Records put back", "narrow", [heading("Record"), heading("How"),
    heading("Log events", "number"), heading("Bytes", "number"), heading("Calls", "number")]);
  records.append(element("tbody", { role: "rowgroup" }, ...event.records.filter((record) =>
    record.puts).map((record) => putRow(record))));
  section.append(records, ...more(reingest.calls - event.calls.length, "call"),
    element("h3", {}, "Calls"), calls);
  return section;
}

function putRow({ number, id, puts }) {
  const name = element("th", { role: "rowheader", scope: "row" }, number + "  ", others(short(id), "code"));
  const how = puts.asReceived ? "as received" : counted(puts.records, "piece");
  const calls = puts.firstCall === puts.lastCall ? String(puts.firstCall + 1)
    : (puts.firstCall + 1) + "–" + (puts.lastCall + 1);
  return row(name, cell(how, "how", ""), cell(grouped(puts.logEvents), "log events"),
    cell(grouped(puts.bytes), "bytes"), cell(calls, "calls"));
}

// --- the page ---
function more(count, noun) {
  if (count === 0) return [];
  return [element("p", { class: "dim more" }, "… " + counted(count, "more " + noun) + ", not on this page")];
}

function eventSection(event, index) {
  const { summary } = event;
  event.index = index;
  event.budget = summary.responseBytesMax;
  event.records.forEach((record, i) => { record.number = i + 1; });
  const where = [summary.source];
  if (summary.stream) where.push("stream " + summary.stream);
  if (summary.region) where.push(summary.region);
  const share = summary.responseBytes / summary.responseBytesMax;
  const headingId = "event-" + index;
  return element("section", { "aria-labelledby": headingId },
    element("h2", { id: headingId }, others(summary.event)),
    element("p", { class: "dim" }, others(where.join(", "))),
    facts([["Records", grouped(summary.records)], ...RESULTS.map((result) =>
      [result, element("span", { class: result }, grouped(summary[result]))]),
    ["Log events", grouped(summary.logEvents)], ["Bytes in", grouped(summary.bytesIn)],
    ["Inflated", grouped(summary.bytesInflated)], ["Bytes out", grouped(summary.bytesOut)]]),
    element("div", { class: "budget" }, element("p", {}, element("span", {}, "Response"),
      element("span", {}, grouped(summary.responseBytes) + " of " +
        grouped(summary.responseBytesMax) + " bytes, " + percent(share))), bar(share)),
    element("h3", {}, "Records"), recordTable(event), ...more(event.moreRecords, "record"),
    folderSection(event), reingestSection(event));
}

function show() {
  const head = document.getElementById("head");
  head.append(element("span", { class: "dim" }, data.version));
  if (data.options.length !== 0) {
    head.append(element("ul", { "aria-label": "Options" }, ...data.options.map((option) =>
      element("li", {}, others(option, "code")))));
  }
  const main = document.getElementById("main");
  const errors = data.errors.map((error) =>
    element("p", { class: "ProcessingFailed" }, others(error)));
  main.append(...errors, controls(), ...data.events.map(eventSection));
  arrange();
  const text = document.getElementById("text");
  text.replaceChildren(...visible(text.textContent));
}

show();
