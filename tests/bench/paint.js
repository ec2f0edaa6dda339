// Put into every page that is measured: notes when a table, a chart or a text was last painted, anywhere and in the
// window as it is.
// Our own tables change their shadow; a bare page's table is a canvas, so drawing on it is its painting; charts, texts
// and the tables of others change the document.
(() => {
  const SEEN = ".js-plotly-plot, .figures, .answer, [data-testid='stMarkdownContainer'], [data-testid='stHtml'], table";
  const paint = { last: 0, window: 0, table: 0, clicked: 0 };
  window.__paint = paint;
  let changed = null;
  const isInWindow = (element) => {
    const { top, bottom, width } = element.getBoundingClientRect();
    return width > 0 && bottom > Math.max(top, 0) && top < innerHeight;
  };
  const note = (isTable, elements) => {
    if (isTable) paint.table += 1;
    if (!changed) {
      changed = new Set();
      requestAnimationFrame(() => {
        paint.last = performance.now();
        if ([...changed].some(isInWindow)) paint.window = paint.last;
        changed = null;
      });
    }
    for (const element of elements) changed.add(element);
  };
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    note(true, [this.canvas]);
    return draw.apply(this, given);
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...given) {
    const root = attach.apply(this, given);
    new MutationObserver(() => {
      const tables = root.querySelectorAll("table");
      if (tables.length) note(true, tables);
    }).observe(root, { subtree: true, childList: true });
    return root;
  };
  const isSeen = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches(SEEN) || node.querySelector(SEEN));
  const shows = (record) => record.target.parentElement?.closest(SEEN) || record.target.closest?.(SEEN)
    || [...record.addedNodes].some(isSeen);
  const elementsOf = ({ target, addedNodes }) => (addedNodes.length ? [...addedNodes] : [target]).map(
    (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement ?? document.body),
  );
  new MutationObserver((records) => {
    const shown = records.filter(shows);
    if (shown.length) note(records.some(({ target }) => target.closest?.("table")), shown.flatMap(elementsOf));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener("pointerup", () => { paint.clicked = performance.now(); paint.last = 0; paint.window = 0; paint.table = 0; }, true);
  // Dash says nothing of what it is doing but by the title, while a callback runs.
  const isDone = () => document.querySelector("[data-test-script-state='notRunning']") !== null
    || (document.querySelector("#react-entry-point") !== null && document.title !== "Updating...");
  paint.isQuiet = (milliseconds) => paint.last > 0 && performance.now() - paint.last > milliseconds && isDone()
    && document.querySelector("[data-stale='true'], [data-testid='stSkeleton']") === null;
  paint.charts = () => document.querySelectorAll(".js-plotly-plot .main-svg .trace, .js-plotly-plot .bars").length;
})();
