// Shows for some seconds what others have just saved, where it covers nothing pressable; toasts are moved the same way.
// The note takes no room and no focus, and clicks go through it.
const NEWS = { shown: 0, note: null, timer: 0, watching: false };
const NEWS_FOR = 6000;
const NEWS_GAP = 12;
const NEWS_PRESSED = "button, a[href], input, textarea, select, label, summary, [role='tab'], [role='radio'], [role='combobox']";

function sayNews(news) {
  if (!news?.words || news.id <= NEWS.shown) return;
  NEWS.shown = news.id;
  if (!NEWS.note) {
    NEWS.note = document.createElement("div");
    NEWS.note.className = "news-note";
    NEWS.note.setAttribute("role", "status");
    document.body.append(NEWS.note);
  }
  NEWS.note.textContent = news.words;
  NEWS.note.hidden = false;
  placeClear(NEWS.note);
  clearTimeout(NEWS.timer);
  NEWS.timer = setTimeout(() => { NEWS.note.hidden = true; }, NEWS_FOR);
}

function pressable(without) {
  const found = [];
  for (const each of document.querySelectorAll(NEWS_PRESSED)) {
    if (without.contains(each)) continue;
    const box = each.getBoundingClientRect();
    if (box.width && box.height && box.bottom > 0 && box.top < innerHeight) found.push(box);
  }
  return found;
}

function overlap(box, others) {
  let covered = 0;
  for (const each of others) {
    const width = Math.min(box.right, each.right) - Math.max(box.left, each.left);
    const height = Math.min(box.bottom, each.bottom) - Math.max(box.top, each.top);
    if (width > 0 && height > 0) covered += width * height;
  }
  return covered;
}

// Tries places from bottom to top, right, middle and left: takes the first that covers nothing, else the best.
function placeClear(element) {
  const { width, height } = element.getBoundingClientRect();
  const others = pressable(element);
  const columns = [innerWidth - width - NEWS_GAP, (innerWidth - width) / 2, NEWS_GAP].map((each) => Math.max(each, 4));
  let best = null;
  for (let top = innerHeight - height - NEWS_GAP; top >= 4; top -= 16) {
    for (const left of columns) {
      const covered = overlap({ left, top, right: left + width, bottom: top + height }, others);
      if (!best || covered < best.covered) best = { left, top, covered };
      if (!covered) break;
    }
    if (best && !best.covered) break;
  }
  if (best) Object.assign(element.style, { left: `${best.left}px`, top: `${best.top}px`, right: "auto", bottom: "auto" });
}

// Streamlit's toasts appear in a corner, over whatever is there.
function keepToastsClear() {
  if (NEWS.watching) return;
  NEWS.watching = true;
  let placedFor = 0;
  const place = () => {
    const toasts = document.querySelectorAll("[data-testid='stToast']");
    const container = document.querySelector("[data-testid='stToastContainer']");
    if (!toasts.length || !container) { placedFor = 0; return; }
    placeClear(container);
  };
  new MutationObserver(() => {
    const count = document.querySelectorAll("[data-testid='stToast']").length;
    if (count === placedFor) return;
    placedFor = count;
    for (const wait of [0, 200, 600, 1500]) setTimeout(place, wait);
  }).observe(document.body, { subtree: true, childList: true });
}
