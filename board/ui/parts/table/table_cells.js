// The cells of a table. Users' text is only ever set as text.
function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

function wordsOf(words, colors, name) {
  return words.map((word) => {
    const tag = make("span", name, word);
    tag.style.setProperty("--state", colors[word] ?? "#667085");
    return tag;
  });
}

function headOf(column, data) {
  const cell = make("th", column.kind);
  cell.scope = "col";
  cell.setAttribute("role", "columnheader");
  cell.dataset.column = column.key;
  if (column.width) cell.style.setProperty("--least", `${column.width}px`);
  if (column.share) cell.style.width = `${column.share}%`;
  if (column.help) cell.title = column.help;
  if (!column.order) {
    cell.textContent = column.label;
    return cell;
  }
  cell.setAttribute("aria-sort", column.order);
  const button = make("button", "head", column.label);
  button.type = "button";
  button.dataset.focus = `head ${column.key}`;
  button.title = column.help ? `${column.help}（${data.words.sorted}）` : data.words.sorted;
  cell.append(button);
  return cell;
}

function textOf(column, value, row) {
  const text = make("div", "words", value);
  text.title = value;
  if (!column.isMain) return [text];
  return [text, make("div", "more"), make("div", "detail", row.detail)];
}

// A row's folded cells, for the line below its main text.
function partsOf(row, data, folded) {
  return data.columns.flatMap((column, at) => {
    const words = [row.cells[at]].flat().join("、");
    if (!folded.has(column.key) || !words) return [];
    const part = make("span", "part");
    part.append(make("b", "", column.label), words);
    return [part];
  });
}

function marksOf(column, words, row, data) {
  if (!words.length) return [];
  const button = make("button", "marks");
  button.type = "button";
  button.dataset.focus = `marks ${row.id}`;
  button.title = row.detail;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", `${words.join("、")}，${data.words.changed}`);
  button.append(...wordsOf(words, column.colors, "mark"));
  return [button];
}

function contentOf(column, value, row, data) {
  if (column.kind === "id" && row.opens) {
    const button = make("button", "open", value);
    button.type = "button";
    button.dataset.focus = `row ${row.id}`;
    return [button];
  }
  if (column.kind === "tags") return wordsOf([value].flat().filter(Boolean), column.colors, "tag");
  if (column.kind === "marks") return marksOf(column, [value].flat().filter(Boolean), row, data);
  if (column.kind === "percent" && value.endsWith("%")) {
    const bar = make("div", "bar");
    bar.style.setProperty("--done", value);
    return [make("span", "figure", value), bar];
  }
  if (column.kind === "text") return textOf(column, value, row);
  return [make("span", "figure", value)];
}

function tickOf(row, data) {
  const cell = make("td", "tick");
  cell.setAttribute("role", "cell");
  const label = make("label");
  const box = make("input");
  box.type = "checkbox";
  box.dataset.focus = `tick ${row.id}`;
  box.dataset.tick = row.id;
  box.setAttribute("aria-label", `${data.words.tick} ${[row.cells[0]].flat().join(" ")}`);
  label.append(box);
  cell.append(label);
  return cell;
}

function rowOf(row, data) {
  const line = make("tr", `${row.marked ? "marked " : ""}${row.opens && data.wholeRow ? "opens" : ""}`.trim());
  line.setAttribute("role", "row");
  line.dataset.row = row.id;
  if (data.ticked) line.append(tickOf(row, data));
  line.append(...data.columns.map((column, at) => {
    const cell = make("td", `${column.kind}${column.isMain ? " main" : ""}${row.red.includes(column.key) ? " red" : ""}`);
    cell.setAttribute("role", "cell");
    cell.dataset.column = column.key;
    cell.dataset.label = column.label;
    cell.append(...contentOf(column, row.cells[at], row, data));
    if (!cell.textContent) cell.classList.add("blank");
    return cell;
  }));
  return line;
}
