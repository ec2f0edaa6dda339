// One entry in the browser's history for each action that changes the address, however often Streamlit writes it: once
// for the filters, once for the page, again for what the page adds, some of it without an entry. No entry for changes
// without an action. So Back undoes one step, a filter or a page, and Forward repeats it.
const TYPED_IN = "input:not([type='radio']):not([type='checkbox']), textarea";

function keepHistory() {
  if (window.__boardHistory) return;
  window.__boardHistory = true;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let act = { target: null, isWritten: true };
  const acted = ({ type, target }) => {
    // Typing in one field is one step, not one per letter.
    if (type !== "click" && target === act.target && target.matches?.(TYPED_IN)) return;
    act = { target, isWritten: false };
  };
  for (const type of ["click", "keydown"]) document.addEventListener(type, acted, { capture: true });
  window.addEventListener("popstate", () => { act = { target: null, isWritten: true }; }, { capture: true });
  const write = (state, title, url) => {
    const isNew = url !== undefined && url !== null && new URL(url, location.href).href !== location.href;
    (isNew && !act.isWritten ? push : replace)(state, title, url);
    if (isNew) act.isWritten = true;
  };
  history.pushState = write;
  history.replaceState = write;
}
