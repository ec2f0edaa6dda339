// A popover that is opened by keyboard gets the focus: its body is at the end of the page, behind every row of its tables.
const POPOVER_BUTTON = "[data-testid='stPopoverButton']";
const POPOVER_FIRST = "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";
const POPOVER_LOOK = 100;
const POPOVER_LONGEST = 10000;

function followPopovers() {
  if (window.popoversFollowed) return;
  window.popoversFollowed = true;
  addEventListener("keyup", (event) => {
    const button = ["Enter", " "].includes(event.key) && event.target.closest?.(POPOVER_BUTTON);
    if (button) enterPopover(button);
  });
  // Pressed before this page's scripts were there.
  const early = document.activeElement?.closest(`${POPOVER_BUTTON}[aria-expanded='true']`);
  if (early) enterPopover(early);
}

// Its content is drawn a moment later, and not in order: the focus goes on to what appears before it, until the user does
// something.
function enterPopover(button) {
  let at = button;
  const follow = setInterval(() => {
    if (document.activeElement !== at) return stop();
    const first = document.querySelector("[data-testid='stPopoverBody']")?.querySelector(POPOVER_FIRST);
    if (!first || first === at) return;
    at = first;
    at.focus();
  }, POPOVER_LOOK);
  const stop = () => {
    clearInterval(follow);
    ["keydown", "pointerdown"].forEach((kind) => removeEventListener(kind, stop, true));
  };
  ["keydown", "pointerdown"].forEach((kind) => addEventListener(kind, stop, true));
  setTimeout(stop, POPOVER_LONGEST);
}
