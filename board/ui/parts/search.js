// One search over everything: a field in a dialog, with the results below it. Users' text is only ever set as text. The
// server is asked a moment after the last letter, never while an input method is composing a word.
const searches = new WeakMap();
const PAUSE = 150;
const KEPT_IN_ADDRESS = ["activity", "as_of", "compare", "compare_on", "role"];
const FIELDS = "input, textarea, select, [contenteditable='true'], [role='combobox'], [role='grid'], [role='spinbutton']";

function make(tag, text = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

// The text with every occurrence of the words marked.
function marked(text, words) {
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const parts = pattern ? text.split(new RegExp(`(${pattern})`, "i")) : [text];
  return parts.filter(Boolean).map((part, place) => (words.includes(part.toLowerCase()) ? make("mark", part) : part));
}

function addressOf({ subject, filters }) {
  const now = new URLSearchParams(location.search);
  const next = new URLSearchParams(KEPT_IN_ADDRESS.filter((key) => now.has(key)).map((key) => [key, now.get(key)]));
  for (const [key, value] of Object.entries(filters)) [value].flat().forEach((each) => next.append(key, each));
  return `/${subject}${next.size ? `?${next}` : ""}`;
}

function rowOf(hit, words, open) {
  const row = make("a");
  Object.assign(row, { href: addressOf(hit), tabIndex: -1 });
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.setAttribute("translate", "no");
  if (hit.number) {
    const number = make("b");
    number.append(...marked(hit.number, words));
    row.append(number);
  }
  row.append(...marked(hit.text, words));
  if (hit.where) {
    const where = make("small");
    where.append(...marked(hit.where, words));
    row.append(where);
  }
  row.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;  // into another tab, as with any link
    event.preventDefault();
    open(hit);
  };
  return row;
}

function groupOf(group, words, open) {
  const part = make("div");
  part.setAttribute("role", "group");
  const heading = make("h3", `${group.word}　${group.count}`);
  part.setAttribute("aria-label", heading.textContent);
  part.append(heading, ...group.hits.map((hit) => rowOf(hit, words, open)));
  if (group.more) part.append(rowOf({ number: "", where: "", ...group.more }, [], open));
  return part;
}

function showHits(search, data) {
  if (data.asked === null || data.asked !== search.asked) return;
  const words = data.asked.toLowerCase().split(/\s+/).filter(Boolean);
  search.hits.replaceChildren(...data.groups.map((group) => groupOf(group, words, search.open)));
  search.hits.querySelectorAll("a").forEach((row, place) => { row.id = `hit-${place}`; });
  const nothing = words.length > 0 && data.groups.length === 0;
  search.state.textContent = nothing ? `没有找到“${data.asked}”。换个说法，或者少写几个字；这里只找您看得到的内容。` : "";
  search.field.setAttribute("aria-expanded", String(data.groups.length > 0));
  choose(search, 0);
}

function choose(search, place) {
  const rows = [...search.hits.querySelectorAll("a")];
  search.chosen = rows.length ? (place + rows.length) % rows.length : -1;
  rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === search.chosen)));
  const row = rows[search.chosen];
  if (!row) return search.field.removeAttribute("aria-activedescendant");
  search.field.setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function ask(search) {
  clearTimeout(search.asking);
  search.asking = setTimeout(() => {
    const text = search.field.value.trim();
    if (text === search.asked) return;
    search.asked = text;
    if (text) search.send("asked", text);
    else showHits(search, { asked: "", groups: [] });
  }, PAUSE);
}

function openSearch(search) {
  if (search.dialog.open) return;
  search.dialog.showModal();
  search.field.select();
}

function begin(root) {
  root.adoptedStyleSheets = [STYLES];
  const dialog = root.querySelector("dialog.search");
  const search = {
    dialog, field: dialog.querySelector("input"), hits: dialog.querySelector(".hits"), state: dialog.querySelector(".state"),
    asked: "", asking: 0, chosen: -1,
  };
  search.open = (hit) => {
    dialog.close();
    search.send("chosen", { subject: hit.subject, filters: hit.filters });
  };
  search.field.oninput = (event) => { if (!event.isComposing) ask(search); };
  search.field.oncompositionend = () => ask(search);
  search.field.onkeydown = (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(search, search.chosen + (event.key === "ArrowDown" ? 1 : -1));
    }
    if (event.key === "Enter") search.hits.querySelectorAll("a")[search.chosen]?.click();
  };
  for (const each of root.querySelectorAll("dialog")) {
    each.onclick = (event) => { if (event.target === each) each.close(); };
    each.onkeydown = (event) => event.stopPropagation();
  }
  root.querySelector(".field").onclick = () => openSearch(search);
  searches.set(root, search);
  return search;
}
