// What of a page doesn't fit: words that are cut off, words of a chart that lie on others, scrolling sideways; and how
// many sizes of type there are. Looks into components, too.
() => {
  const cut = new Set(), over = new Set(), sizes = {};
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const icon = "[data-testid='stIconMaterial'], style, script, noscript, title";

  function all(root, visit) {
    for (const element of root.querySelectorAll("*")) {
      visit(element);
      if (element.shadowRoot) all(element.shadowRoot, visit);
    }
  }
  const above = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
  const name = (element) => element.textContent.trim().slice(0, 40);

  function rectOf(nodes) {
    const range = document.createRange();
    range.setStartBefore(nodes[0]);
    range.setEndAfter(nodes.at(-1));
    return range.getBoundingClientRect();
  }

  function isCut(element, nodes) {
    const text = rectOf(nodes);
    if (text.width <= 1 || text.right <= 0) return false; // for screen readers, or in the navigation beside the screen
    for (let box = element; box && box !== document.body; box = above(box)) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (edge.width <= 1 || edge.height <= 1 || style.clipPath !== "none") return false;
      if (["auto", "scroll"].includes(style.overflowX)) return false;
      if (!["hidden", "clip"].includes(style.overflowX) || style.display === "inline") continue;
      if (text.right <= edge.right + 1 && text.left >= edge.left - 1) continue;
      const whole = box.closest("[title]")?.title ?? "";
      const isFigure = /^[\d\s.,%/↑↓+-]+$/.test(name(element));
      return isFigure || style.textOverflow !== "ellipsis" || !whole.includes(element.textContent.trim());
    }
    return false;
  }

  function lookAtChart(chart) {
    const edge = chart.getBoundingClientRect();
    const words = [...chart.querySelectorAll("text")].filter((word) => word.textContent.trim() && shown(word) && !word.closest(".hoverlayer"));
    const rects = words.map((word) => word.getBoundingClientRect());
    rects.forEach((one, at) => {
      if (one.right > edge.right + 2 || one.left < edge.left - 2 || one.top < edge.top - 3 || one.bottom > edge.bottom + 3) cut.add(`chart: ${name(words[at])}`);
      for (let next = at + 1; next < rects.length; next += 1) {
        const other = rects[next];
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 2 && high > 5) over.add(`${name(words[at])} | ${name(words[next])}`);
      }
    });
  }

  all(document.body, (element) => {
    const nodes = ownText(element);
    if (!nodes.length || element.closest(icon) || !shown(element)) return;
    if (element.closest("[aria-hidden='true'], [data-testid='stSidebar'][data-collapsed='true']") && !element.closest(".js-plotly-plot")) return;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return;
    (sizes[parseFloat(getComputedStyle(element).fontSize).toFixed(1)] ??= new Set()).add(name(element));
    if (!element.closest("svg") && isCut(element, nodes)) cut.add(name(element));
  });
  document.querySelectorAll(".js-plotly-plot").forEach((chart) => shown(chart) && chart.getBoundingClientRect().width && lookAtChart(chart));
  const main = document.querySelector("[data-testid='stMain']");
  return {
    sideways: Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth),
    cut: [...cut], over: [...over],
    sizes: Object.fromEntries(Object.entries(sizes).map(([size, words]) => [size, [...words].slice(0, 3)])),
  };
}
