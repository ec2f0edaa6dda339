// A table of our own. Users' text is only ever set as text; focus alone does nothing.
// Columns that don't fit fold into a line below the main text, the last ones first; on a phone, and where even that is
// too wide, each row becomes a card.
const NARROW = 640;
const tables = new WeakMap();

function frameOf(box, data) {
  const table = make("table");
  table.setAttribute("role", "table");
  table.append(make("caption", "", data.name), make("thead"), make("tbody"));
  table.tHead.setAttribute("role", "rowgroup");
  table.tBodies[0].setAttribute("role", "rowgroup");
  box.replaceChildren(table);
  return table;
}

function drawHead(table, data) {
  const line = make("tr");
  line.setAttribute("role", "row");
  if (data.ticked) {
    const cell = make("th", "tick");
    cell.scope = "col";
    cell.setAttribute("role", "columnheader");
    const label = make("label");
    const all = make("input");
    all.type = "checkbox";
    all.dataset.focus = "tick";
    all.setAttribute("aria-label", data.words.all);
    label.append(all);
    cell.append(label);
    line.append(cell);
  }
  line.append(...data.columns.map((column) => headOf(column, data)));
  table.tHead.replaceChildren(line);
}

// An unchanged row keeps its element, so that focus and unfolded parts in it stay.
function drawRows(state, data) {
  const body = state.table.tBodies[0];
  const shape = JSON.stringify([data.columns, data.button, data.wholeRow, data.ticked !== null]);
  const kept = state.shape === shape ? state.rows : new Map();
  state.shape = shape;
  state.rows = new Map(data.rows.map((row) => {
    const text = JSON.stringify(row);
    const old = kept.get(row.id);
    return [row.id, old?.text === text ? old : { text, line: rowOf(row, data) }];
  }));
  const lines = [...state.rows.values()].map((each) => each.line);
  if (!lines.length) {
    const line = make("tr");
    const cell = make("td", "empty", data.words.empty);
    cell.colSpan = data.columns.length + (data.ticked ? 1 : 0);
    line.append(cell);
    lines.push(line);
  }
  const wanted = new Set(lines);
  [...body.children].forEach((line) => { if (!wanted.has(line)) line.remove(); });
  lines.forEach((line, at) => { if (body.children[at] !== line) body.insertBefore(line, body.children[at] ?? null); });
}

function fold(state, folded) {
  const { table } = state;
  table.querySelectorAll("[data-column]").forEach((each) => { each.hidden = folded.has(each.dataset.column); });
}

function tellFolded(state, folded) {
  state.data.rows.forEach((row) => {
    state.rows.get(row.id).line.querySelector(".more")?.replaceChildren(...partsOf(row, state.data, folded));
  });
}

function fit(state) {
  const { box, table, data } = state;
  const room = box.clientWidth;
  state.room = room;
  if (!room || !data) return;
  const isNarrow = Math.max(room, window.innerWidth) <= NARROW && data.columns.length > 2;
  box.classList.toggle("cards", isNarrow);
  const folded = new Set();
  fold(state, folded);
  tellFolded(state, folded);
  if (isNarrow) return;
  const spare = data.columns.some((each) => each.isMain) ? data.columns.filter((each) => !each.stays) : [];
  while (table.offsetWidth > room + 1 && spare.length) {
    folded.add(spare.pop().key);
    fold(state, folded);
  }
  if (table.offsetWidth <= room + 1) {
    tellFolded(state, folded);
    return;
  }
  fold(state, new Set());
  box.classList.toggle("cards", data.columns.length > 2);
}

function showTicks(state) {
  if (!state.ticked) return;
  state.table.querySelectorAll("[data-tick]").forEach((box) => { box.checked = state.ticked.has(box.dataset.tick); });
  const all = state.table.querySelector("th.tick input");
  const count = state.data.rows.filter((row) => state.ticked.has(row.id)).length;
  all.checked = count > 0 && count === state.data.rows.length;
  all.indeterminate = count > 0 && !all.checked;
}

function focusAgain(state, name, at) {
  const all = [...state.table.querySelectorAll("[data-focus]")];
  const same = all.find((each) => each.dataset.focus === name);
  const rows = state.table.querySelectorAll(".open");
  (same ?? rows[Math.min(at, rows.length - 1)])?.focus({ preventScroll: true });
}

function draw(state, data) {
  const active = state.box.getRootNode().activeElement;
  const name = active?.dataset?.focus;
  const at = active ? [...state.table.tBodies[0].children].indexOf(active.closest("tr")) : -1;
  const main = data.columns.find((each) => each.grows && each.stays) ?? data.columns.find((each) => each.grows) ?? null;
  const grow = data.columns.reduce((sum, each) => sum + each.grows, 0);
  data.columns.forEach((each) => { each.isMain = each === main; each.share = grow && (100 * each.grows) / grow; });
  state.data = data;
  state.table.caption.textContent = data.name;
  state.table.classList.toggle("elastic", main !== null);
  state.box.style.maxHeight = data.tall ? `${data.tall}px` : "";
  state.box.classList.toggle("tall", data.tall > 0);
  if (data.ticked && !state.ticked) state.ticked = new Set(data.ticked);
  drawHead(state.table, data);
  drawRows(state, data);
  showTicks(state);
  fit(state);
  if (name !== undefined && state.box.getRootNode().activeElement?.dataset?.focus !== name) focusAgain(state, name, at);
}

function step(state, from, by) {
  const rows = [...state.table.tBodies[0].children];
  const at = rows.indexOf(from.closest("tr"));
  const next = rows[at + by] ?? rows[at];
  const sort = from.dataset.tick === undefined ? ".open" : "[data-tick]";
  (next.querySelector(sort) ?? next.querySelector(".open, [data-tick]"))?.focus();
}

function unfold(button) {
  const isOpen = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(isOpen));
  button.closest("tr").classList.toggle("unfolded", isOpen);
}

function clicked(state, event, send) {
  const target = event.target;
  if (event.detail > 1 || target.closest("label, input")) return;
  const marks = target.closest(".marks");
  if (marks) {
    unfold(marks);
    return;
  }
  const head = target.closest(".head");
  if (head) {
    send("sorted", head.closest("th").dataset.column);
    return;
  }
  const row = target.closest("tbody tr");
  const isOpened = row?.dataset.row !== undefined && (target.closest(".open") || row.classList.contains("opens"));
  if (!isOpened || (event.detail && String(state.box.ownerDocument.getSelection() ?? ""))) return;
  if (!event.detail) comeBack(state, `row ${row.dataset.row}`);
  send("opened", row.dataset.row);
}

function changed(state, box, save) {
  const ids = box.dataset.tick === undefined ? state.data.rows.map((row) => row.id) : [box.dataset.tick];
  ids.forEach((id) => { if (box.checked) state.ticked.add(id); else state.ticked.delete(id); });
  showTicks(state);
  save("ticked", state.data.rows.map((row) => row.id).filter((id) => state.ticked.has(id)));
}

// Returns the focus to a row that was opened by keyboard, once its sheet is closed.
function comeBack(state, name) {
  const page = state.box.ownerDocument;
  let isOpen = false;
  state.sheet?.disconnect();
  state.sheet = new MutationObserver(() => {
    const sheet = page.querySelector("[role='dialog']");
    isOpen ||= sheet !== null;
    if (!isOpen || sheet || (page.activeElement && page.activeElement !== page.body)) return;
    state.sheet.disconnect();
    focusAgain(state, name, 0);
  });
  state.sheet.observe(page.body, { childList: true, subtree: true });
}

function listen(state) {
  const { box } = state;
  box.onclick = (event) => clicked(state, event, state.send);
  box.onchange = (event) => { if (event.target.type === "checkbox") changed(state, event.target, state.save); };
  box.onkeydown = (event) => {
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    const from = event.target.closest("tbody [data-focus]");
    if (!from || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    step(state, from, event.key === "ArrowDown" ? 1 : -1);
  };
}

function stateOf(box) {
  box.getRootNode().adoptedStyleSheets = [STYLES];
  const state = { box, table: frameOf(box, { name: "" }), rows: new Map(), shape: "", drawn: "", ticked: null };
  // Folding changes the height; only a change of width may fold columns.
  state.watch = new ResizeObserver(() => { if (box.clientWidth !== state.room) fit(state); });
  state.watch.observe(box);
  listen(state);
  tables.set(box, state);
  return state;
}

export default function (component) {
  const { data: [data], parentElement, setStateValue, setTriggerValue } = component;
  const box = parentElement.querySelector(".box");
  const state = tables.get(box) ?? stateOf(box);
  state.send = setTriggerValue;
  state.save = setStateValue;
  const drawn = JSON.stringify(data);
  if (state.drawn === drawn) return;
  state.drawn = drawn;
  draw(state, JSON.parse(drawn));
}
