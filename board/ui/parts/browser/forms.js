// Marks required fields for screen readers too, and after a refusal scrolls to the first wrong field and focuses it.
const FORMS = { started: false, seen: new Set(), waiting: 0 };
const FORMS_FIELD = "input:not([type='hidden']), textarea, [role='spinbutton']";

function markNeeded() {
  for (const place of document.querySelectorAll("[class*='st-key-'][class*='-must']")) {
    for (const field of place.querySelectorAll(FORMS_FIELD)) {
      if (field.getAttribute("aria-required") !== "true") field.setAttribute("aria-required", "true");
    }
  }
}

function goToWrong() {
  const wrong = [...document.querySelectorAll("[data-testid='stForm'] [class*='-is_wrong_']")];
  const name = (each) => [...each.classList].find((word) => word.includes("-is_wrong_"));
  const fresh = wrong.filter((each) => !FORMS.seen.has(name(each)));
  for (const each of fresh) FORMS.seen.add(name(each));
  if (!fresh.length) return;
  const field = fresh[0].closest("[data-testid='stColumn']")?.querySelector(FORMS_FIELD);
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

function watchForms() {
  if (FORMS.started) return;
  FORMS.started = true;
  markNeeded();
  new MutationObserver(() => {
    if (FORMS.waiting) return;
    FORMS.waiting = setTimeout(() => { FORMS.waiting = 0; markNeeded(); goToWrong(); }, 60);
  }).observe(document.body, { subtree: true, childList: true });
}
