// Sends what is filled into a form while it is filled in, so that it outlives the page: of the forms that the server
// marked as worth it, and as the screen shows it. What is sent belongs to whom the page was drawn for: the server keeps
// it for nobody else.
const DRAFTS = {
  whose: null, touched: new Map(), waiting: new Map(), sent: Promise.resolve(), ended: 0, timer: 0, started: false,
};
const DRAFT_PAUSE = 700;
const DRAFT_AGAIN = 3000;
const DRAFT_FORM = "[class*='-is_kept'] [data-testid='stForm']";
// Each kind of field, where it holds what it holds, and how that is read; undefined while a choice is being looked for.
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

// Its class and its label: of a key that isn't plain English the class tells the length only.
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

// What somebody turns to is remembered as it stands, before they change it.
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

// One after another, so that what came later is kept later; a page that goes away waits for nothing.
function sendDrafts(isLeaving) {
  clearTimeout(DRAFTS.timer);
  lookAtDrafts();
  if (!DRAFTS.waiting.size || !DRAFTS.whose) return;
  const typed = new Map(DRAFTS.waiting);
  const post = postDrafts.bind(null, { ...DRAFTS.whose, typed: Object.fromEntries(typed) }, typed, DRAFTS.ended);
  DRAFTS.waiting.clear();
  DRAFTS.sent = isLeaving ? post() : DRAFTS.sent.then(post);
}

// A server that is away is asked again. Where a form was saved or given up meanwhile, there is nothing left to ask.
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

// The screen follows what is done on it a moment later.
function draftsMoved() {
  if (!DRAFTS.touched.size) return;
  setTimeout(lookAtDrafts);
  clearTimeout(DRAFTS.timer);
  DRAFTS.timer = setTimeout(sendDrafts, DRAFT_PAUSE);
}

// The form is on its way to be saved, or is given up: what comes after that would be a draft of what is no draft.
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
    sendDrafts(true);  // what is left belongs to whom it was typed by, and so nothing of it may be sent again
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
