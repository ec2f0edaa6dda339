// The board of cards. Users' text is only ever set as text. One card of each column is in the tab order, so that every
// scrolling column can be reached by keyboard; the arrow keys go on from it.
const boards = new WeakMap();

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

function lineOf(...parts) {
  const line = make("div", "line");
  line.append(...parts.map(([name, text]) => make("span", name, text)));
  return line;
}

function cardOf(card) {
  const button = make("button", `card ${card.state}`);
  button.type = "button";
  button.tabIndex = -1;
  button.dataset.item = card.item_id;
  button.title = card.changed;
  const marks = make("div", "marks");
  marks.append(...card.marks.map(({ word, color }) => {
    const mark = make("span", "mark", word);
    mark.style.background = color;
    return mark;
  }));
  const progress = make("div", "progress");
  progress.style.width = `${card.percent}%`;
  button.append(
    lineOf(["number", card.item_id], ["number", `${card.percent}%`]),
    make("div", "problem", card.problem),
    lineOf(["owner", card.owner], ["deadline", card.deadline]),
  );
  if (card.marks.length) button.append(marks);
  button.append(progress);
  const row = make("li");
  row.append(button);
  return row;
}

function columnOf(column) {
  const section = make("section", "column");
  section.style.setProperty("--state", column.color);
  section.setAttribute("aria-label", column.label);
  const heading = make("h2");
  heading.append(make("span", "", column.word), make("span", "", `${column.count} ${column.change}`.trim()));
  const cards = make("ul", "cards");
  cards.append(...column.cards.map(cardOf));
  if (column.rest) cards.append(make("li", "rest", column.rest));
  section.append(heading, cards);
  return section;
}

const columnsOf = (board) => [...board.children].map((section) => [...section.querySelectorAll(".card")]);

function choose(card) {
  card.closest(".cards").querySelectorAll(".card[tabindex='0']").forEach((other) => { other.tabIndex = -1; });
  card.tabIndex = 0;
}

function focusOn(card) {
  choose(card);
  card.focus();
}

function nextOf(board, card, key) {
  const columns = columnsOf(board);
  const across = columns.findIndex((cards) => cards.includes(card));
  const down = columns[across].indexOf(card);
  if (key === "ArrowUp") return columns[across][down - 1];
  if (key === "ArrowDown") return columns[across][down + 1];
  if (key === "Home") return columns[across][0];
  if (key === "End") return columns[across].at(-1);
  const further = key === "ArrowRight" ? columns.slice(across + 1) : columns.slice(0, across).reverse();
  const filled = further.find((cards) => cards.length);
  return filled && filled[Math.min(down, filled.length - 1)];
}

const KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

function draw(board, columns) {
  const focused = board.getRootNode().activeElement?.dataset?.item;
  const chosen = new Set([...board.querySelectorAll(".card[tabindex='0']")].map((card) => card.dataset.item));
  board.replaceChildren(...columns.map(columnOf));
  const filled = columnsOf(board).filter((cards) => cards.length);
  filled.forEach((cards) => choose(cards.find((card) => chosen.has(card.dataset.item)) ?? cards[0]));
  if (focused === undefined || !filled.length) return;
  focusOn(filled.flat().find((card) => card.dataset.item === focused) ?? filled[0][0]);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const board = parentElement.querySelector(".board");
  const drawn = JSON.stringify(data.columns);
  board.setAttribute("role", "group");
  board.setAttribute("aria-label", data.name);
  parentElement.querySelector(".hint").textContent = data.hint;
  board.onclick = (event) => {
    const card = event.target.closest(".card");
    if (!card) return;
    focusOn(card);
    setTriggerValue("opened", card.dataset.item);
  };
  board.onkeydown = (event) => {
    const card = event.target.closest(".card");
    if (!card || !KEYS.has(event.key)) return;
    event.preventDefault();
    focusOn(nextOf(board, card, event.key) ?? card);
  };
  if (boards.get(board) !== drawn) draw(board, data.columns);
  boards.set(board, drawn);
  for (const card of board.querySelectorAll(".card")) card.classList.toggle("marked", data.lit.includes(card.dataset.item));
}
