// 存为图片 at a chart: a PNG of twice the size with the chart as shown on the screen, its title, unit, day and filters
// above. It is made from what is drawn, so it contains nothing else.
const PICTURE = { margin: 24, head: 76, scale: 2, font: "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif" };

function startPictures() {
  if (window.__boardPictures) return;
  window.__boardPictures = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".take-picture");
    const chart = button && chartOf(button);
    if (chart) savePicture(chart, button.dataset);
  });
}

// The last chart before the button.
function chartOf(button) {
  const charts = [...document.querySelectorAll(".chart, [data-testid='stPlotlyChart']")];
  return charts.findLast((chart) => chart.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function svgNode(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

function pictureOf(chart, texts) {
  const layers = [...chart.querySelectorAll(".main-svg")];
  const { width, height } = layers[0].getBoundingClientRect();
  const style = getComputedStyle(document.querySelector(".stApp"));
  const [wide, high] = [width + 2 * PICTURE.margin, height + PICTURE.head + 2 * PICTURE.margin];
  const whole = svgNode("svg", { xmlns: "http://www.w3.org/2000/svg", width: wide, height: high, "font-family": PICTURE.font });
  const word = (size, y, text, weight = 400) => svgNode(
    "text", { x: PICTURE.margin, y, fill: style.color, "font-size": size, "font-weight": weight }, text,
  );
  whole.append(
    svgNode("rect", { width: wide, height: high, fill: style.backgroundColor }),
    word(20, PICTURE.margin + 20, texts.title, 600),
    word(13, PICTURE.margin + 44, texts.unit),
    word(13, PICTURE.margin + 64, texts.asked),
  );
  for (const layer of layers) {
    const copy = layer.cloneNode(true);
    for (const hidden of copy.querySelectorAll(".hoverlayer, .draglayer")) hidden.remove();
    for (const [key, value] of [["x", PICTURE.margin], ["y", PICTURE.head + PICTURE.margin], ["width", width], ["height", height]]) {
      copy.setAttribute(key, value);
    }
    copy.style.background = "none";
    whole.append(copy);
  }
  return { whole, wide, high };
}

async function savePicture(chart, texts) {
  const { whole, wide, high } = pictureOf(chart, texts);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(whole))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: wide * PICTURE.scale, height: high * PICTURE.scale });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = Object.assign(document.createElement("a"), { download: `${texts.file}.png`, href: canvas.toDataURL("image/png") });
  link.click();
}
