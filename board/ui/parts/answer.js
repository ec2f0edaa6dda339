// The sentence at the top of a page. Users' text is only ever set as text. A number is a link.
const drawn = new WeakMap();

function wordOf({ text, is_bad: isBad, address }) {
  if (!address && !isBad) return document.createTextNode(text);
  const word = document.createElement(address ? "a" : "b");
  word.textContent = text;
  if (address) word.setAttribute("href", address);
  if (isBad) word.className = "bad";
  return word;
}

export default function (component) {
  const { data: [data], parentElement, setTriggerValue } = component;
  const line = parentElement.querySelector(".answer");
  followLinks(line, setTriggerValue);
  const words = JSON.stringify([data.words, data.more]);
  if (drawn.get(line) === words) return;
  drawn.set(line, words);
  line.replaceChildren(...data.words.map(wordOf));
  if (!data.more.length) return;
  const more = document.createElement("span");
  more.append(...data.more.map(wordOf));
  line.append(more);
}
