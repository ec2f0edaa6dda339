// The library that draws charts. It is fetched from the beginning and run once the page's own script has begun and waits
// for the server; what failed to arrive is asked for again by the next chart.
const CHINESE = {
  moduleType: "locale",
  name: "zh-CN",
  dictionary: {
    "Double-click on legend to isolate one trace": "双击图例，只看这一项",
    "Double-click to zoom back out": "双击恢复原来的范围",
  },
  format: {
    days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
    shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    months: ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y-%m-%d",
  },
};
let fetched = null;

function fetchLibrary() {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: LIBRARY, async: true });
    script.onload = () => {
      window.Plotly.register(CHINESE);
      resolve(window.Plotly);
    };
    script.onerror = () => {
      fetched = null;
      script.remove();
      reject(new Error(`${LIBRARY} did not arrive`));
    };
    document.head.append(script);
  });
}

// A chart is drawn after all else on its page: figures and tables are what is read first, and they come sooner while
// nothing else is drawn. At the latest it is drawn while a page still works that takes long.
const LOOKS = { every: 16, longest: 3_000, idle: 50 }; // milliseconds
const waiting = [];
const whenIdle = window.requestIdleCallback?.bind(window) ?? ((draw) => setTimeout(draw)); // Safari has none

function hasEmptyTable() {
  const elements = document.querySelectorAll("[data-testid='stBidiComponentIsolated'], [data-testid='stBidiComponentIsolated'] *");
  return [...elements].some(({ shadowRoot }) => shadowRoot?.querySelector(".box:empty"));
}

function isAtRest() {
  return document.querySelector("[data-test-script-state='notRunning']")
    && !document.querySelector("[data-testid='stSkeleton']") && !hasEmptyTable();
}

function drawAtRest(since) {
  if (!isAtRest() && performance.now() - since < LOOKS.longest) setTimeout(drawAtRest, LOOKS.every, since);
  else whenIdle(() => waiting.splice(0).forEach((draw) => draw()), { timeout: LOOKS.idle });
}

window.__boardLibrary = () => fetched ??= fetchLibrary();
window.__boardWhenAtRest = (draw) => {
  if (waiting.push(draw) === 1) drawAtRest(performance.now());
};
document.addEventListener("DOMContentLoaded", window.__boardLibrary);
