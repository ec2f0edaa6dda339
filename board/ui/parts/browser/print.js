// Paper: the button in the header and Ctrl-P open the page again as a printed view, which prints itself once drawn.
// Printing from the browser's menu prints what the screen shows, as wide as the paper.
const PAPER_WIDTH = 1032;
const PAPER = { asked: false };

function openPaper() {
  const address = new URL(location.href);
  address.searchParams.set("print", "1");
  window.open(address, "_blank");
}

function startPaper() {
  if (window.__boardPaper) return;
  window.__boardPaper = true;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".print-page")) openPaper();
  });
  document.addEventListener("keydown", (event) => {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "p";
    if (!isPrint || PAPER.asked) return;
    event.preventDefault();
    openPaper();
  });
  window.addEventListener("beforeprint", () => {
    const block = document.querySelector("[data-testid='stMainBlockContainer']");
    if (!block || PAPER.asked) return;
    const inner = block.clientWidth - parseFloat(getComputedStyle(block).paddingLeft) - parseFloat(getComputedStyle(block).paddingRight);
    block.style.setProperty("--paper", `${inner}px`);
    block.style.zoom = String(PAPER_WIDTH / inner);
  });
  window.addEventListener("afterprint", () => {
    document.querySelector("[data-testid='stMainBlockContainer']")?.style.removeProperty("zoom");
  });
}

function isOnPaper() {
  const app = document.querySelector("[data-test-script-state='notRunning']");
  const charts = [...document.querySelectorAll(".chart, [data-testid='stPlotlyChart']")];
  const isDrawn = charts.every((chart) => !chart.offsetParent || chart.querySelector(".main-svg"));
  return app && document.querySelector(".print-foot") && isDrawn && !document.querySelector("[data-testid='stSkeleton'], [data-stale='true']");
}

function printOnce() {
  if (PAPER.asked) return;
  PAPER.asked = true;
  printWhenCalm(0);
}

// Checks several times in a row, as a chart is laid out again once its container has its width.
function printWhenCalm(calm) {
  if (calm === 3) document.fonts.ready.then(() => window.print());
  else setTimeout(() => printWhenCalm(isOnPaper() ? calm + 1 : 0), 200);
}
