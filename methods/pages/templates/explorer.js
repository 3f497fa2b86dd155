"use strict";
// The whole page is this one closure. Text of the articles is written with textContent only, never as markup,
// because strangers wrote it. Offsets count code points, as in Python, so texts are split into these first.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const [form, body, more] = [find("filters"), document.querySelector("#lines tbody"), find("more")];
  const PAGE = 50;
  const WINDOW = 19; // characters on each side that fit a line on a wide screen
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\ue000-\uf8ff]/gu;
  let lines = [];
  let sort = { column: "date", down: false };
  let shown = PAGE;

  const visible = (text) =>
    text.replace(HIDDEN, (c) => `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

  const element = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children.map((child) => (typeof child === "string" ? visible(child) : child)));
    return node;
  };

  const chinese = (text, attributes = {}) => element("span", { lang: "zh", ...attributes }, text);

  // Mixed text with its Chinese marked, as on the other pages.
  const mixed = (text) => element("span", {}, ...text.split(/([\u3400-\u9fff\uf900-\ufaff]+)/u).filter(Boolean)
    .map((part) => (/^[\u3400-\u9fff\uf900-\ufaff]/u.test(part) ? chinese(part) : part)));

  for (const article of data.articles) {
    article.characters = article.paragraphs.map((paragraph) => Array.from(paragraph.text));
    article.rawCharacters = Array.from(article.raw);
    article.words = `${article.label} ${article.place} ${article.named}`.toLowerCase();
  }

  // A line: the position of a term, and the text around it. `term` is null for a word that was typed in.
  const makeLine = (a, p, start, end, term) => {
    const [article, characters] = [data.articles[a], data.articles[a].characters[p]];
    const left = characters.slice(Math.max(0, start - WINDOW), start).join("");
    const right = characters.slice(end, end + WINDOW).join("");
    const key = characters.slice(start, end).join("");
    return { article, p, start, end, term, left, key, right, words: `${left}${key}${right}`.toLowerCase() };
  };

  const tracked = data.hits.map(([a, p, start, t]) =>
    makeLine(a, p, start, start + Array.from(data.terms[t].term).length, data.terms[t]));

  const typed = (word) => {
    const [found, wanted] = [[], Array.from(word)];
    data.articles.forEach((article, a) => article.characters.forEach((characters, p) => {
      for (let i = 0; i + wanted.length <= characters.length; i += 1) {
        if (wanted.every((c, k) => characters[i + k] === c)) found.push(makeLine(a, p, i, i + wanted.length, null));
      }
    }));
    return found;
  };

  const named = (word) => {
    const low = word.toLowerCase();
    const exact = tracked.filter((line) => line.term.term === word);
    if (exact.length || !word) return word ? exact : tracked;
    const glossed = tracked.filter((line) => line.term.gloss.toLowerCase().includes(low));
    return glossed.length ? glossed : typed(word);
  };

  const passes = (line, wish) =>
    wish.near.every((word) => line.words.includes(word) || line.article.words.includes(word)) &&
    (!wish.theme || (line.term && line.term.themes.includes(wish.theme))) &&
    (!wish.place || line.article.place === wish.place) &&
    (!wish.from || line.article.date >= wish.from) &&
    (!wish.to || (line.article.date && line.article.date <= wish.to));

  const sortKey = {
    date: (line) => line.article.date,
    place: (line) => line.article.place,
    left: (line) => Array.from(line.left).reverse().join(""),
    key: (line) => line.key,
    right: (line) => line.right,
  };

  const compare = (one, two) => {
    const [a, b] = [sortKey[sort.column](one), sortKey[sort.column](two)];
    const order = a < b ? -1 : a > b ? 1 : 0;
    return sort.down ? -order : order;
  };

  const passage = (characters, from, to, mark, fixes) => {
    const paragraph = element("p", { lang: "zh" });
    const edges = new Set([from, to, ...mark, ...fixes.flat()].filter((i) => i >= from && i <= to));
    const points = Array.from(edges).sort((a, b) => a - b);
    points.slice(0, -1).forEach((start, i) => {
      const text = characters.slice(start, points[i + 1]).join("");
      const fixed = fixes.some(([s, e]) => s <= start && points[i + 1] <= e);
      const piece = fixed ? element("span", { class: "fixed" }, text) : visible(text);
      paragraph.append(start >= mark[0] && points[i + 1] <= mark[1] ? element("mark", {}, piece) : piece);
    });
    return paragraph;
  };

  const ledger = (steps) => {
    if (!steps.length) return element("p", {}, "Nothing was repaired here.");
    const head = element("tr", {}, ...["Raw offset", "Before", "After", "Kind", "Status"].map((name) => element("th", { scope: "col" }, name)));
    const rows = steps.map((step) => element("tr", {}, element("td", { class: "number" }, String(step[0])),
      ...[step[4], step[5] || "–"].map((text) => element("td", {}, chinese(text.replace(/\n/gu, "⏎").replace(/ /gu, "␣")))),
      ...[step[6], step[7]].map((word) => element("td", {}, word))));
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  };

  const panel = (title, content) => element("div", {}, element("h2", {}, title), content);

  const detail = (line) => {
    const paragraph = line.article.paragraphs[line.p];
    const [from, to] = paragraph.raw;
    const steps = line.article.steps.filter((step) => step[0] < to && step[1] > from);
    const clean = steps.map((step) => [step[2] - paragraph.start, step[3] - paragraph.start]);
    const mark = [rawSpan(line.article, paragraph.start + line.start)[0], rawSpan(line.article, paragraph.start + line.end - 1)[1]];
    const panels = element("div", { class: "panels" },
      panel(`Paragraph ${line.p + 1} as read 段落`, passage(line.article.characters[line.p], 0, line.article.characters[line.p].length, [line.start, line.end], clean)),
      panel(`The raw file, characters ${from} to ${to} 原文`, passage(line.article.rawCharacters, from, to, mark, steps.map((step) => [step[0], step[1]]))),
      panel("What was repaired 修复", ledger(steps)));
    return element("tr", { class: "detail" }, element("td", { colspan: "6" }, panels));
  };

  // The span in the raw file of a character of the cleaned text. An entry [offset, start, end] of the map is for
  // one character; those after it, up to the next entry, follow one by one.
  const rawSpan = (article, offset) => {
    let [low, high] = [0, article.map.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (article.map[middle][0] <= offset) low = middle;
      else high = middle - 1;
    }
    const [at, start, end] = article.map[low];
    return offset === at ? [start, end] : [end + offset - at - 1, end + offset - at];
  };

  const toggle = (button, row, line) => {
    const open = button.getAttribute("aria-expanded") === "true";
    if (open) row.nextElementSibling.remove();
    else row.after(detail(line));
    button.setAttribute("aria-expanded", String(!open));
    button.firstChild.textContent = open ? "+" : "−";
  };

  const draw = (line) => {
    const button = element("button", { type: "button", class: "open", "aria-expanded": "false", "aria-label": `Open ${line.key} in ${line.article.label}` }, "+");
    const gloss = line.term ? line.term.gloss : "";
    const row = element("tr", {}, element("td", {}, button), element("td", {}, line.article.named || "undated"),
      element("td", {}, mixed(line.article.place), element("span", { class: "gloss" }, mixed(line.article.label))),
      element("td", { class: "left" }, chinese(line.left)),
      element("td", { class: "key" }, chinese(line.key), element("span", { class: "gloss" }, mixed(gloss))),
      element("td", { class: "right" }, chinese(line.right)));
    button.addEventListener("click", () => toggle(button, row, line));
    return row;
  };

  const render = () => {
    body.replaceChildren(...lines.slice(0, shown).map(draw));
    more.hidden = lines.length <= shown;
    const articles = new Set(lines.map((line) => line.article)).size;
    find("count").textContent = `${lines.length.toLocaleString("en")} line${lines.length === 1 ? "" : "s"} in ${articles} article${articles === 1 ? "" : "s"}`;
  };

  const search = () => {
    const wish = Object.fromEntries(["theme", "place", "from", "to"].map((id) => [id, find(id).value]));
    wish.near = find("near").value.toLowerCase().split(/\s+/u).filter(Boolean);
    lines = named(find("term").value.trim()).filter((line) => passes(line, wish)).sort(compare);
    shown = PAGE;
    render();
    remember();
  };

  // The search is in the address, so that it can be bookmarked and sent.
  const fields = ["term", "near", "theme", "place", "from", "to"];
  const remember = () => {
    const wish = new URLSearchParams(fields.map((id) => [id, find(id).value]).filter((pair) => pair[1]));
    history.replaceState(null, "", `#${wish}`);
  };
  const recall = () => {
    const wish = new URLSearchParams(location.hash.slice(1));
    for (const id of fields) find(id).value = wish.get(id) || "";
  };

  const sortBy = (button) => {
    sort = { column: button.dataset.sort, down: sort.column === button.dataset.sort && !sort.down };
    for (const th of document.querySelectorAll("#lines th")) th.removeAttribute("aria-sort");
    button.parentElement.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    lines.sort(compare);
    render();
  };

  // A spreadsheet would run a cell that begins like this as a formula: an apostrophe makes it text.
  const cell = (value) => {
    const parts = value.replace(/((?:;|(?<!^)[\t\r\n])\s*)(?=[=+\-@＝＋－＠])/gu, "$1'");
    const text = /^[\t\r\n;]|^\s*[=+\-@＝＋－＠]/u.test(parts) ? `'${parts}` : parts;
    return `"${text.replace(/"/gu, '""')}"`;
  };
  const save = () => {
    const head = ["article", "date", "place", "left", "keyword", "right", "gloss", "paragraph"];
    const rows = lines.map((line) => [line.article.label, line.article.named, line.article.place, line.left, line.key,
      line.right, line.term ? line.term.gloss : "", String(line.p + 1)]);
    const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
    const address = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
    const link = element("a", { href: address, download: "concordance.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };

  const option = (text) => element("option", { value: text }, text);
  const distinct = (values) => Array.from(new Set(values.filter(Boolean))).sort();
  find("theme").append(...data.themes.map(option));
  find("place").append(...distinct(data.articles.map((article) => article.place)).map(option));
  find("terms").append(...data.terms.map((term) => element("option", { value: term.term }, term.gloss)));
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(search));
  find("save").addEventListener("click", save);
  more.addEventListener("click", () => { shown += PAGE; render(); });
  for (const button of document.querySelectorAll("[data-sort]")) button.addEventListener("click", () => sortBy(button));
  window.addEventListener("hashchange", () => { recall(); search(); });
  recall();
  search();
})();
