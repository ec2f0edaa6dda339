// Sends what is typed into a form with room for sentences while it is typed, so that it outlives the page. What is sent
// belongs to whom the page was drawn for: the server keeps it for nobody else.
const DRAFTS = { whose: null, waiting: new Map(), bases: new WeakMap(), timer: 0, started: false };
const DRAFT_PAUSE = 700;
const DRAFT_FIELD = "[data-testid='stTextArea'] textarea, [data-testid='stTextInput'] input[type='text']";

function draftPlace(element) {
  const form = element.matches?.(DRAFT_FIELD) && element.closest("[data-testid='stForm']");
  if (!form || !form.querySelector("textarea")) return null;
  return [...element.closest("[class*='st-key-']").classList].find((name) => name.startsWith("st-key-")) ?? null;
}

function sendDrafts() {
  clearTimeout(DRAFTS.timer);
  if (!DRAFTS.waiting.size || !DRAFTS.whose) return;
  const body = JSON.stringify({ ...DRAFTS.whose, typed: Object.fromEntries(DRAFTS.waiting) });
  DRAFTS.waiting.clear();
  // A server that is away is asked again with the next letter; saving the form says what is wrong.
  fetch("/drafts", { method: "POST", body, keepalive: body.length < 60000, headers: { "Content-Type": "application/json" } })
    .catch(() => {});
}

// The form is on its way to be saved: what comes after that would be a draft of what was saved.
function draftSubmitted(event) {
  const button = event.target.closest?.("[data-testid='stFormSubmitButton']");
  const byKey = event.type === "keydown" && event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.matches?.("input"));
  if (event.type === "keydown" ? !byKey && !(button && [" ", "Enter"].includes(event.key)) : !button) return;
  const form = event.target.closest("[data-testid='stForm']");
  for (const field of form?.querySelectorAll(DRAFT_FIELD) ?? []) DRAFTS.waiting.delete(draftPlace(field));
}

function keepDrafts(whose) {
  DRAFTS.whose = whose;
  if (DRAFTS.started) return;
  DRAFTS.started = true;
  const began = (event) => {
    if (draftPlace(event.target) && !DRAFTS.bases.has(event.target)) DRAFTS.bases.set(event.target, event.target.value);
  };
  document.addEventListener("focusin", began, true);
  document.addEventListener("beforeinput", began, true);
  document.addEventListener("input", (event) => {
    const place = draftPlace(event.target);
    if (!place) return;
    DRAFTS.waiting.set(place, [DRAFTS.bases.get(event.target) ?? "", event.target.value]);
    clearTimeout(DRAFTS.timer);
    DRAFTS.timer = setTimeout(sendDrafts, DRAFT_PAUSE);
  }, true);
  for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, draftSubmitted, true);
  document.addEventListener("focusout", sendDrafts, true);
  addEventListener("pagehide", sendDrafts);
}
