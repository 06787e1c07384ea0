"use strict";
// What the page is built of. Whatever it shows becomes the text of an element, never markup.

// Characters that show nothing, or move others: controls, directions, separators. Not tab and
// newline, nor what joins emoji.
const UNSEEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

// --- elements ---
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("--")) made.style.setProperty(key, value);
    else if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// Text of others, as nodes: what can't be seen is named.
function visible(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(UNSEEN)) {
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    nodes.push(text.slice(end, match.index), element("span", { class: "mark" }, "U+" + code));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

const others = (text, name = "bdi") => element(name, {}, ...visible(text));

// --- words ---
const grouped = (n) => n.toLocaleString("en-US");
const counted = (n, noun) => grouped(n) + " " + noun + (n === 1 ? "" : "s");
const percent = (share) => share > 0 && share < 0.0005 ? "< 0.1 %" : (share * 100).toFixed(1) + " %";

function facts(pairs) {
  const list = element("dl", { class: "facts" });
  for (const [name, value] of pairs) {
    list.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  }
  return list;
}

function bar(share) {
  const fill = element("span", { "--share": String(Math.min(share, 1)) });
  return element("div", { class: "bar", "aria-hidden": "true" }, fill);
}

// --- a table ---
// The roles are said because a narrow page lays a table out as something else.
function row(...cells) {
  return element("tr", { role: "row" }, ...cells);
}

function cell(text, label, kind = "number") {
  const zero = text === "0" ? " zero" : "";
  return element("td", { role: "cell", class: kind + zero, "data-label": label }, text);
}

function heading(text, kind = "") {
  return element("th", { role: "columnheader", scope: "col", class: kind }, text);
}

function table(label, kind, headings) {
  return element("table", { role: "table", "aria-label": label, class: kind },
    element("thead", { role: "rowgroup" }, row(...headings)));
}
