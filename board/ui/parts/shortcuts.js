// Keyboard shortcuts to a page, the search, the list of shortcuts. Off while somebody types or composes a word.
const SECOND_KEY = 1500;  // milliseconds after g

function isTyping(event) {
  const place = event.composedPath()[0];
  return event.isComposing || event.key === "Process" || Boolean(place?.closest?.(FIELDS));
}

function turnTo(page) {
  const links = [...document.querySelectorAll(".pages a")];
  const link = links.find((each) => new URL(each.href).pathname === page.path);
  if (link) link.click();
  else location.assign(addressOf({ subject: page.path.slice(1), filters: {} }));
}

function rowsOfKeys(pages) {
  const rows = [
    ["Ctrl K", "查找全部"], ["/", "查找全部"], ["?", "看快捷键"], ["Esc", "关上打开的窗口"],
    ...pages.map((page) => [`g ${page.key}`, `到${page.title}`]),
  ];
  return rows.flatMap(([keys, what]) => {
    const term = make("dt");
    keys.split(" ").forEach((key) => term.append(make("kbd", key), " "));
    return [term, make("dd", what)];
  });
}

function showKeys(root, pages) {
  const dialog = root.querySelector("dialog.shortcuts");
  dialog.querySelector("dl").replaceChildren(...rowsOfKeys(pages));
  if (!dialog.open) dialog.showModal();
}

function actOn(event, root, search) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!plain || isTyping(event) || root.querySelector("dialog[open]")) return false;
  const page = search.pages.find((each) => each.key === event.key.toLowerCase());
  if (performance.now() - search.wentAt < SECOND_KEY && page) turnTo(page);
  else if (event.key === "/") openSearch(search);
  else if (event.key === "?" || event.key === "？") showKeys(root, search.pages);
  else if (event.key === "g") return (search.wentAt = performance.now()) > 0;
  else return false;
  search.wentAt = -SECOND_KEY;
  return true;
}

function listenForKeys(root, search, signal) {
  window.addEventListener("keydown", (event) => {
    const isSearch = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.isComposing;
    if (isSearch) openSearch(search);
    if (!isSearch && !actOn(event, root, search)) return;
    event.preventDefault();
    event.stopImmediatePropagation();  // Streamlit has a key of its own on r
  }, { capture: true, signal });
}

export default function (component) {
  const { data: [data], parentElement: root, setTriggerValue } = component;
  const search = searches.get(root) ?? begin(root);
  Object.assign(search, { send: setTriggerValue, pages: data.pages, wentAt: search.wentAt ?? -SECOND_KEY });
  root.querySelector(".guide").href = data.guide;
  root.querySelector(".keys").onclick = () => {
    search.dialog.close();
    showKeys(root, search.pages);
  };
  showHits(search, data);
  search.away?.abort();
  search.away = new AbortController();
  listenForKeys(root, search, search.away.signal);
  return () => search.away.abort();
}
