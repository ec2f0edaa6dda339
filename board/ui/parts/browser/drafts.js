// Sends a form's contents to the server during filling in, as the screen shows them, so that they outlive the page. Only
// for forms that the server marked. The server keeps them for nobody but the person the page was drawn for.
const DRAFTS = {
  whose: null, touched: new Map(), waiting: new Map(), sent: Promise.resolve(), ended: 0, timer: 0, started: false,
};
const DRAFT_PAUSE = 700;
const DRAFT_AGAIN = 3000;
const DRAFT_FORM = "[class*='-is_kept'] [data-testid='stForm']";
// Each kind of field, the element with its value, and how to read it; undefined while a list of choices is open.
const DRAFT_HELD = [
  ["stTextArea", "textarea", (element) => element.value],
  ["stTextInput", "input[type='text']", (element) => element.value],
  ["stNumberInput", "input", (element) => element.value],
  ["stSlider", "input[type='range']", (element) => element.value],
  ["stDateInput", "input[type='date']", (element) => element.value],
  ["stCheckbox", "input", (element) => (element.checked ? "1" : "")],
  ["stSelectbox", ".react-aria-ComboBox input", (element) => (element.ariaExpanded === "true" ? undefined : element.value)],
  ["stMultiSelect", ".react-aria-ComboBox", (element) =>
    [...element.querySelectorAll("[data-tag]")].map((tag) => tag.ariaLabel.replace(/\s+/g, " ")).join("\n")],
];

function draftField(element) {
  return element.closest?.(DRAFT_FORM) && element.closest("[data-testid='stElementContainer'][class*='st-key-']");
}

// A field's class and label: the class of a key that isn't plain ASCII shows only the key's length.
function draftPlace(field) {
  const label = field.querySelector("[data-testid='stWidgetLabel'] p")?.textContent ?? "";
  return `${[...field.classList].find((name) => name.startsWith("st-key-"))} ${label.replace(/[^\p{L}\p{N}]/gu, "")}`;
}

function draftHeld(field) {
  for (const [kind, place, read] of DRAFT_HELD) {
    const found = field.querySelector(`[data-testid='${kind}'] ${place}`);
    if (found) return read(found);
  }
  return undefined;
}

// Remembers a field's value when somebody turns to it, before they change it.
function touchDraft(event) {
  const field = draftField(event.target);
  if (!field || DRAFTS.touched.has(field)) return;
  const held = draftHeld(field);
  if (held !== undefined) DRAFTS.touched.set(field, { base: held, held });
}

function lookAtDrafts() {
  for (const [field, seen] of DRAFTS.touched) {
    const held = draftHeld(field);
    if (!field.isConnected) DRAFTS.touched.delete(field);
    else if (held !== undefined && held !== seen.held) {
      seen.held = held;
      DRAFTS.waiting.set(draftPlace(field), [seen.base, held]);
    }
  }
}

// Requests go one after another, so that the latest is kept; a page that is closing doesn't wait.
function sendDrafts(isLeaving) {
  clearTimeout(DRAFTS.timer);
  lookAtDrafts();
  if (!DRAFTS.waiting.size || !DRAFTS.whose) return;
  const typed = new Map(DRAFTS.waiting);
  const post = postDrafts.bind(null, { ...DRAFTS.whose, typed: Object.fromEntries(typed) }, typed, DRAFTS.ended);
  DRAFTS.waiting.clear();
  DRAFTS.sent = isLeaving ? post() : DRAFTS.sent.then(post);
}

// Tries again if the server is away, unless the form was saved or discarded meanwhile.
function postDrafts(payload, typed, ended) {
  if (ended !== DRAFTS.ended) return undefined;
  const body = JSON.stringify(payload);
  const headers = { "Content-Type": "application/json" };
  return fetch("/drafts", { method: "POST", body, keepalive: body.length < 60000, headers }).catch(() => {
    if (ended !== DRAFTS.ended) return;
    for (const [place, each] of typed) if (!DRAFTS.waiting.has(place)) DRAFTS.waiting.set(place, each);
    clearTimeout(DRAFTS.timer);
    DRAFTS.timer = setTimeout(sendDrafts, DRAFT_AGAIN);
  });
}

// The screen shows an action's effect a moment later.
function draftsMoved() {
  if (!DRAFTS.touched.size) return;
  setTimeout(lookAtDrafts);
  clearTimeout(DRAFTS.timer);
  DRAFTS.timer = setTimeout(sendDrafts, DRAFT_PAUSE);
}

// The form is being saved or discarded: from now on there must be no draft of it.
function draftEnded(event) {
  const button = event.target.closest?.("[data-testid='stFormSubmitButton'], [class*='-give_up']");
  const isLine = event.target.closest?.("[data-testid='stTextInput'], [data-testid='stNumberInput']");
  const byKey = event.type === "keydown" && event.key === "Enter" && (event.ctrlKey || event.metaKey || isLine);
  if (event.type === "keydown" ? !byKey && !(button && [" ", "Enter"].includes(event.key)) : !button) return;
  DRAFTS.ended += 1;
  const form = event.target.closest("[data-testid='stForm']");
  for (const field of DRAFTS.touched.keys()) {
    if (form && !form.contains(field)) continue;
    DRAFTS.touched.delete(field);
    DRAFTS.waiting.delete(draftPlace(field));
  }
}

function keepDrafts(whose) {
  if (DRAFTS.whose && JSON.stringify(whose) !== JSON.stringify(DRAFTS.whose)) {
    sendDrafts(true);  // what is left belongs to the person who typed it and mustn't be sent again
    DRAFTS.ended += 1;
    for (const each of [DRAFTS.touched, DRAFTS.waiting]) each.clear();
  }
  DRAFTS.whose = whose;
  if (DRAFTS.started) return;
  DRAFTS.started = true;
  for (const type of ["focusin", "pointerdown", "beforeinput"]) document.addEventListener(type, touchDraft, true);
  for (const type of ["input", "keydown", "pointerup", "click"]) document.addEventListener(type, draftsMoved, true);
  for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, draftEnded, true);
  document.addEventListener("focusout", () => setTimeout(sendDrafts), true);
  addEventListener("pagehide", () => sendDrafts(true));
}
