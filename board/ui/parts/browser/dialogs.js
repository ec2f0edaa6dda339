// A dialog hears Escape only while the focus is in it. For a moment after it opens, or when what had the focus is drawn
// anew, nothing has: Escape closes it then too.
function watchDialogs() {
  if (window.__boardDialogs) return;
  window.__boardDialogs = true;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    const dialog = document.querySelector("[data-testid='stDialog'] [role='dialog']");
    if (!dialog || event.target.closest("[role='dialog'], [data-st-overlay-root]")) return;
    dialog.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  });
}
