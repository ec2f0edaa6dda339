// A double click is one press: clicks at the same place within a moment of pressing a button that writes, or Enter held
// down, count once. The server carries out each press once anyway; but a reset form, or what is below a closed dialog,
// must not catch clicks that were meant for the button.
const ONCE = { at: -Infinity, x: 0, y: 0, isSame: false, byKeyAt: -Infinity };
const ONCE_GAP = 500;
const ONCE_NEAR = 6;
const ONCE_BUTTON = "[data-testid='stFormSubmitButton'] button, [data-testid='stButton'] button";

function stopPress(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function oncePointed(event) {
  if (event.type === "pointerdown") {
    const isNear = Math.hypot(event.clientX - ONCE.x, event.clientY - ONCE.y) <= ONCE_NEAR;
    ONCE.isSame = isNear && event.timeStamp - ONCE.at < ONCE_GAP;
    const begins = event.button === 0 && event.target.closest?.(ONCE_BUTTON);
    if (ONCE.isSame) ONCE.at = event.timeStamp;
    else Object.assign(ONCE, { at: begins ? event.timeStamp : -Infinity, x: event.clientX, y: event.clientY });
  }
  if (ONCE.isSame && (event.type !== "click" || event.detail)) stopPress(event);
}

// Enter or the space bar on a button; Enter in a one-line field or Ctrl-Enter in a text area, which send the form. Where
// the button is gone by then, the focus may be on what closes its dialog: the same Enter must not press that either.
function onceTyped(event) {
  const { target, key } = event;
  if (key !== "Enter" && key !== " ") {
    if (key.length === 1 || key === "Tab") ONCE.byKeyAt = -Infinity;  // the next line is typed, or another button chosen
    return;
  }
  const isButton = target.closest?.(ONCE_BUTTON);
  const isLine = key === "Enter" && target.closest?.("[data-testid='stForm'] input[type='text'], [data-testid='stForm'] input[type='password']");
  const isText = key === "Enter" && (event.ctrlKey || event.metaKey) && target.closest?.("[data-testid='stForm'] textarea");
  const isAgain = event.repeat || event.timeStamp - ONCE.byKeyAt < ONCE_GAP;
  const isOther = isAgain && target.closest?.(key === "Enter" ? "button, a" : "button");
  if (!isButton && !isLine && !isText && !isOther) return;
  ONCE.byKeyAt = event.timeStamp;
  if (isAgain) stopPress(event);
}

function pressOnce() {
  if (window.__boardOnce) return;
  window.__boardOnce = true;
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick"]) {
    window.addEventListener(type, oncePointed, true);
  }
  window.addEventListener("keydown", onceTyped, true);
}
