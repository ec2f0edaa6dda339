// The switch 浅色, 深色, 自动, 大字: the server keeps the choice, and the page is loaded again with it.
function startLooks() {
  if (window.__boardLooks) return;
  window.__boardLooks = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".looks button");
    if (button) chooseLooks(button);
  });
}

function chooseLooks(button) {
  const group = button.closest(".looks");
  const isSize = button.classList.contains("looks-size");
  const isOn = (each) => each?.getAttribute("aria-pressed") === "true";
  const theme = isSize ? [...group.querySelectorAll(".looks-theme")].find(isOn)?.value : button.value;
  const size = group.querySelector(".looks-size");
  const isLarge = isSize ? !isOn(size) : isOn(size);
  const body = JSON.stringify({ theme: theme ?? "auto", isLarge });
  // Drafts are sent first, so that the loaded page has them.
  sendDrafts(true);
  const post = () => fetch("/looks", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  Promise.resolve(DRAFTS.sent).then(post).then((answer) => { if (answer.ok) location.reload(); });
}
