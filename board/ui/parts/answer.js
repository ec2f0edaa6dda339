// The sentence at the top of a page. Users' text is only ever set as text. A number is a link: it can be copied or
// opened in a new tab; a plain click goes there without reloading the page.
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
  line.onclick = (event) => {
    const link = event.target.closest("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("went", link.getAttribute("href"));
  };
  const words = JSON.stringify([data.words, data.more]);
  if (drawn.get(line) === words) return;
  drawn.set(line, words);
  line.replaceChildren(...data.words.map(wordOf));
  if (!data.more.length) return;
  const more = document.createElement("span");
  more.append(...data.more.map(wordOf));
  line.append(more);
}
