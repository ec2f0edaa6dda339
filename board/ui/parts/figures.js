// The figures at the top of a page. Users' text is only ever set as text.
const drawn = new WeakMap();

function part(tag, name, text, attributes = {}) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// How a figure is counted, while its mark is pointed at or has the focus: of one figure at a time, beside its mark.
function explain(mark, meaning) {
  const words = part("div", "meaning-words", meaning, { popover: "manual", "aria-hidden": "true" });
  const place = () => {
    const { left, top, bottom } = mark.getBoundingClientRect();
    const isBelow = bottom + words.offsetHeight + 12 < innerHeight;
    words.style.left = `${Math.max(8, Math.min(left, innerWidth - words.offsetWidth - 8))}px`;
    words.style.top = `${isBelow ? bottom + 4 : top - words.offsetHeight - 4}px`;
  };
  const hide = () => {
    removeEventListener("scroll", place, true);
    if (words.matches(":popover-open")) words.hidePopover();
  };
  const show = () => {
    document.querySelectorAll(".meaning-words:popover-open").forEach((other) => other.hidePopover());
    words.showPopover();
    place();
    addEventListener("scroll", place, true);
  };
  for (const event of ["pointerenter", "focus"]) mark.addEventListener(event, show);
  for (const event of ["pointerleave", "blur"]) mark.addEventListener(event, hide);
  mark.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  return words;
}

function cardOf({ label, value, change, tone, sign, note, meaning, address }) {
  const card = part("div", "figure-card", "", { role: "listitem" });
  const name = part("div", "name", label);
  if (meaning) {
    const mark = part("button", "meaning", "", { type: "button", "aria-label": `${label}：${meaning}` });
    name.append(mark, explain(mark, meaning));
  }
  card.append(name);
  if (value) card.append(part("div", "value", value));
  if (change) {
    const words = part("div", `change ${tone}`, change);
    if (sign) words.prepend(part("span", "sign", sign, { "aria-hidden": "true" }));
    card.append(words);
  }
  card.append(address ? part("a", "note", note, { href: address }) : part("div", "note", note));
  return card;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".figures");
  followLinks(place, setTriggerValue);
  const figures = JSON.stringify(data);
  if (drawn.get(place) === figures) return;
  drawn.set(place, figures);
  place.replaceChildren(...data.map(cardOf));
}
