// The list of pages at the side. A plain click asks Streamlit for the page, as whoever has the app in a frame may.
const drawn = new WeakMap();
const COMES = 1_000; // milliseconds, within which a page that was clicked begins to come

function part(tag, name, ...children) {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...children);
  return element;
}

function mark(link) {
  link.closest(".pages")?.querySelector("[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "page");
}

// A page that was clicked but never came is not the open one.
function markHere(place) {
  window.__boardWhenAtRest(() => place.querySelectorAll("[data-here]").forEach(mark));
}

function linkTo({ title, icon, address, id, isHere }) {
  const sign = part("span", "icon", icon);
  sign.setAttribute("translate", "no");
  sign.setAttribute("aria-hidden", "true");
  const link = part("a", "", sign, title);
  link.href = address;
  if (isHere) {
    link.dataset.here = "";
    link.setAttribute("aria-current", "page");
  }
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    mark(link);
    setTimeout(markHere, COMES, link.closest(".pages"));
    window.postMessage({ stCommVersion: 1, type: "REQUEST_PAGE_CHANGE", pageScriptHash: id }, location.origin);
  });
  return part("li", "", link);
}

function sectionOf({ name, pages }, number) {
  const heading = part("div", "section", name);
  heading.id = `pages-${number}`;
  const list = part("ul", "", ...pages.map(linkTo));
  list.setAttribute("aria-labelledby", heading.id);
  return [heading, list];
}

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".pages");
  const pages = JSON.stringify(data);
  if (drawn.get(place) === pages) return;
  drawn.set(place, pages);
  place.replaceChildren(...data.filter(({ pages: listed }) => listed.length).flatMap(sectionOf));
}
