// While the server is away, and after a restart until it has redrawn the page, a click would be lost without a word.
// It is held instead, the person is told so, and it is made as soon as it counts.
const AWAY = { listener: null, wholeIn: null, held: null, isMaking: false, note: null, since: 0, started: false };
const AWAY_HELD = [
  "button", "a[href]", "label", "summary", "canvas", "tr", "[role='tab']", "[role='radio']", "[role='button']",
  "[role='menuitem']", "[role='row']",
].join(", ");
const AWAY_WAITS = "正在重新连上服务器，填的都还在；连上就接着办刚才点的。";
const AWAY_LOST = "服务器重新启动过，这一页已经重新打开，填的都还在：请再点一次。";
const AWAY_LOOK = 100;
const AWAY_LONGEST = 20000;

function isAway() {
  const { listener } = AWAY;
  const app = document.querySelector("[data-test-connection-state]");
  if (!listener || listener.ended || !app) return false;
  const isSilent = listener.silentSince && performance.now() - listener.silentSince < AWAY_LONGEST;
  // The redraw itself sets every filter again to what the browser had when it began: a click beside it would be undone.
  if (listener.life === listener.drawnIn && isDrawn()) AWAY.wholeIn = listener.life;
  return app.dataset.testConnectionState !== "CONNECTED"
    || Boolean(isSilent || (listener.life && listener.life !== AWAY.wholeIn));
}

function isDrawn() {
  return Boolean(document.querySelector("[data-test-script-state='notRunning']"))
    && !document.querySelector("[data-stale='true'], [data-testid='stSkeleton']");
}

function holdClick(event) {
  if (AWAY.isMaking || !event.isTrusted || !isAway()) return;
  const from = event.composedPath()[0];
  const target = from.closest?.(AWAY_HELD);
  if (!target || (event.type === "keydown" && event.key !== "Enter")) return;
  if (target.closest("[data-testid='stForm']") && !target.closest("[data-testid='stFormSubmitButton']")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type !== "click" && event.type !== "keydown") return;
  const box = target.getBoundingClientRect();
  const at = event.detail ? [event.clientX - box.left, event.clientY - box.top] : [box.width / 2, box.height / 2];
  AWAY.held = { target, at, mark: markOf(target) };
  sayAway(AWAY_WAITS);
  if (!AWAY.since) {
    AWAY.since = performance.now();
    setTimeout(makeClick, AWAY_LOOK);
  }
}

// How an element is found again after a redraw: by the nearest key, its words and its kind.
function markOf(target) {
  const keyed = target.closest("[class*='st-key-']");
  const key = keyed ? [...keyed.classList].find((each) => each.startsWith("st-key-")) : "";
  return { key, tag: target.tagName, words: target.textContent.trim(), name: target.ariaLabel };
}

function findAgain({ target, mark }) {
  if (target.isConnected) return target;
  const within = (mark.key && document.getElementsByClassName(mark.key)[0]) || document;
  return [...within.querySelectorAll(mark.tag)].find(
    (each) => each.textContent.trim() === mark.words && each.ariaLabel === mark.name);
}

function makeClick() {
  const waited = performance.now() - AWAY.since;
  if (isAway() || !isDrawn()) return setTimeout(makeClick, AWAY_LOOK);
  const { held } = AWAY;
  Object.assign(AWAY, { held: null, since: 0 });
  const target = held && findAgain(held);
  if (!target || waited > AWAY_LONGEST) return sayAway(AWAY_LOST, 8000);
  sayAway("");
  clickAt(target, held.at);
}

function clickAt(target, at) {
  target.scrollIntoView({ block: "nearest" });
  const box = target.getBoundingClientRect();
  const where = { clientX: box.left + at[0], clientY: box.top + at[1], bubbles: true, cancelable: true, composed: true, button: 0 };
  AWAY.isMaking = true;
  try {
    for (const type of ["pointermove", "pointerdown", "mousedown", "pointerup", "mouseup"]) {
      const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
      target.dispatchEvent(new Kind(type, { ...where, pointerId: 1, isPrimary: true, pointerType: "mouse", buttons: type.endsWith("down") ? 1 : 0 }));
    }
    if (target.tagName === "CANVAS") target.dispatchEvent(new MouseEvent("click", { ...where, detail: 1 }));
    else target.click();
  } finally {
    AWAY.isMaking = false;
  }
}

function sayAway(words, milliseconds = 0) {
  if (!AWAY.note) {
    AWAY.note = document.createElement("div");
    AWAY.note.className = "away-note";
    AWAY.note.setAttribute("role", "status");
    document.body.append(AWAY.note);
  }
  AWAY.note.textContent = words;
  AWAY.note.hidden = !words;
  if (milliseconds) setTimeout(() => { if (AWAY.note.textContent === words) sayAway(""); }, milliseconds);
}

function holdClicks(listener) {
  AWAY.listener = listener;
  if (AWAY.started) return;
  AWAY.started = true;
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "keydown"]) {
    window.addEventListener(type, holdClick, true);
  }
}
