// A chart: a Plotly figure, drawn by the page's one library (board/web/browser/charts.js) when its place can be seen and
// nothing else is left to draw, and below it the button that saves it as a picture (browser/pictures.js). A rerun of
// the page that changes nothing in the figure leaves the chart alone.
const drawings = new WeakMap();
const LOOK = { displayModeBar: false, scrollZoom: false, responsive: false, locale: "zh-CN" };

function begin(parent) {
  const place = document.createElement("div");
  place.className = "chart";
  place.setAttribute("role", "figure");
  const save = Object.assign(document.createElement("button"), {
    type: "button", className: "take-picture", textContent: "存为图片", disabled: true,
  });
  parent.append(place, save);
  const drawing = { place, save, figure: "", drawn: "", width: 0, isWaiting: false, send: () => {} };
  drawing.observer = new ResizeObserver(() => drawSoon(drawing));
  drawing.observer.observe(place);
  drawings.set(parent, drawing);
  return drawing;
}

function drawSoon(drawing) {
  if (drawing.drawn) drawNow(drawing);
  else if (!drawing.isWaiting) {
    drawing.isWaiting = true;
    window.__boardWhenAtRest(() => {
      drawing.isWaiting = false;
      drawNow(drawing);
    });
  }
}

function drawNow(drawing) {
  window.__boardLibrary().then((Plotly) => draw(Plotly, drawing));
}

function draw(Plotly, drawing) {
  const { place, figure, drawn } = drawing;
  const width = place.clientWidth;
  if (!width || (drawn === figure && width === drawing.width)) return;
  Object.assign(drawing, { drawn: figure, width });
  if (drawn === figure) {
    Plotly.relayout(place, { width });
    return;
  }
  const { data, layout } = JSON.parse(figure);
  Plotly.react(place, data, { ...layout, width }, LOOK);
  if (drawn) return;
  drawing.save.disabled = false;
  place.on("plotly_click", ({ points: [point] }) => {
    if (point?.customdata) drawing.send({ customdata: point.customdata });
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const drawing = drawings.get(parentElement) ?? begin(parentElement);
  drawing.figure = data.figure;
  drawing.send = (point) => data.leads && setTriggerValue("clicked", point);
  drawing.place.setAttribute("aria-label", data.alt);
  drawing.save.setAttribute("aria-label", `存为图片：${data.picture.title}`);
  Object.assign(drawing.save.dataset, data.picture);
  drawing.place.style.minHeight = `${data.height}px`; // so that nothing below moves while the library comes
  drawSoon(drawing);
  return () => {
    drawing.observer.disconnect();
    drawings.delete(parentElement);
    window.Plotly?.purge(drawing.place);
    drawing.place.remove();
    drawing.save.remove();
  };
}
