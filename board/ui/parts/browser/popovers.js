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
    if (button) enterPopover(button, performance.now());
  });
}

// Its content is drawn a moment later; whoever has gone on meanwhile is left alone.
function enterPopover(button, since) {
  if (document.activeElement !== button || performance.now() - since > POPOVER_LONGEST) return;
  const first = document.querySelector("[data-testid='stPopoverBody']")?.querySelector(POPOVER_FIRST);
  if (first) first.focus();
  else setTimeout(() => enterPopover(button, since), POPOVER_LOOK);
}
