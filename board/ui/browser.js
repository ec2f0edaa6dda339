// What the browser does for every page: waits for the server to say that something was saved, and puts Streamlit's
// built-in English words into Chinese. It asks nothing of the server while nothing changes.
const WORDS = new Map(Object.entries({
  "Upload": "选择文件",
  "Browse files": "选择文件",
  "Drag and drop file here": "把文件拖到这里",
  "Drag and drop files here": "把文件拖到这里",
  "Choose an option": "请选择",
  "Choose options": "全部",
  "No results": "没有符合的选项",
  "No options to select": "没有可选的内容",
  "No options to select.": "没有可选的内容",
  "Select all": "全选",
  "Clear all": "全部清除",
  "Clear value": "清除",
  "Clear": "清除",
  "Clear selection": "取消选择",
  "Close": "关闭",
  "Open": "展开",
  "Link to heading": "本节的链接",
  "Sidebar": "导航栏",
  "App pages": "各页",
  "Show columns": "选择显示的列",
  "Press Enter to search": "按回车查找",
  "Search": "查找",
  "Fullscreen": "全屏",
  "Close fullscreen": "退出全屏",
  "Download as CSV": "下载为 CSV",
  "Show/hide columns": "选择显示的列",
  "Sort ascending": "升序排列",
  "Sort descending": "降序排列",
  "Autosize": "自动列宽",
  "Autosize column": "自动列宽",
  "Pin column": "固定此列",
  "Unpin column": "取消固定",
  "Hide column": "隐藏此列",
  "Format": "格式",
  "Remove": "移除",
  "empty": "没有内容",
  "Press Enter to apply": "按回车生效",
  "Press Enter to submit form": "按回车提交",
  "Press ⌘+Enter to apply": "按 ⌘+回车生效",
  "Press Ctrl+Enter to apply": "按 Ctrl+回车生效",
  "Running...": "正在处理…",
  "Stop": "停止",
  "Rerun": "刷新",
  "Settings": "显示设置",
  "Print": "打印",
  "Theme": "外观",
  "Light": "浅色",
  "Dark": "深色",
  "System": "跟随系统",
  "Use system setting": "跟随系统",
  "Wide mode": "宽屏显示",
  "Connection error": "与服务器的连接断开",
  "Skip to main content": "跳到正文",
  "Open sidebar": "打开导航",
  "Close sidebar": "收起导航",
  "Expand sidebar": "打开导航",
  "Collapse sidebar": "收起导航",
  "Main menu": "主菜单",
  "Select date": "选择日期",
  "Select a date.": "选择日期",
  "Today": "今天",
  "Choose date": "选择日期",
  "Clear date": "清除日期",
  "file upload": "选择文件",
  "progress": "进度",
  "Pagination": "翻页",
  "Page not found": "没有这个页面",
  "The page that you have requested does not seem to exist. Running the app's main page.": "没有您要的页面，已为您打开总览。",
  "yyyy": "年",
  "mm": "月",
  "dd": "日",
  "View more": "展开",
  "View less": "收起",
  "view more": "展开",
  "view less": "收起",
  "Show password text": "显示密码",
  "Hide password text": "隐藏密码",
  "Previous page": "上一页",
  "Next page": "下一页",
  "Increment": "增加",
  "Decrement": "减少",
}));
const PATTERNS = [
  [/^(\d+(?:\.\d+)?)\s?MB per file(?: • (.+))?$/, (m) => `每个文件不超过 ${m[1]} MB` + (m[2] ? `，${m[2]}` : "")],
  [/^Limit (\d+)\s?MB per file(?: • (.+))?$/, (m) => `每个文件不超过 ${m[1]} MB` + (m[2] ? `，${m[2]}` : "")],
  [/^Help for (.+)$/, (m) => `说明：${m[1]}`],
  [/^Show\/hide columns: (.+)$/, (m) => `选择显示的列：${m[1]}`],
  [/^Search: (.+)$/, (m) => `查找：${m[1]}`],
  [/^Fullscreen: (.+)$/, (m) => `全屏：${m[1]}`],
  [/^Close fullscreen: (.+)$/, (m) => `退出全屏：${m[1]}`],
  [/^Clear selection: (.+)$/, (m) => `取消选择：${m[1]}`],
  [/^Remove (.+)$/, (m) => `移除 ${m[1]}`],
  [/^Page (\d+)$/, (m) => `第 ${m[1]} 页`],
  [/^View (\d+) more$/, (m) => `展开其余 ${m[1]} 页`],
  [/^Go to page (\d+)$/, (m) => `到第 ${m[1]} 页`],
];
const ATTRIBUTES = ["aria-label", "title", "placeholder"];

function inChinese(text) {
  const trimmed = text.trim();
  if (WORDS.has(trimmed)) return WORDS.get(trimmed);
  for (const [pattern, say] of PATTERNS) {
    const match = pattern.exec(trimmed);
    if (match) return say(match);
  }
  return null;
}

function translateText(node) {
  // Only Streamlit's own words: never what the product or a user wrote.
  const parent = node.parentElement;
  if (!parent || parent.closest("[translate='no'], [data-testid='stHtml'], textarea, script, style")) return;
  if (parent.closest("[data-testid='stMarkdownContainer']") && !parent.closest("[data-testid^='stFileUploader']")) return;
  const said = inChinese(node.data);
  if (said !== null && said !== node.data) node.data = said;
}

function translate(root) {
  if (root.nodeType === Node.TEXT_NODE) return translateText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) translateText(walker.currentNode);
  for (const element of [root, ...root.querySelectorAll("[aria-label],[title],[placeholder]")]) translateAttributes(element);
}

function translateAttributes(element) {
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute?.(name);
    const said = value ? inChinese(value) : null;
    if (said !== null && said !== value) element.setAttribute(name, said);
  }
}

function startTranslating() {
  if (window.__boardTranslating) return;
  window.__boardTranslating = true;
  document.documentElement.lang = "zh-CN";
  translate(document.body);
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "characterData") translateText(record.target);
      else if (record.type === "attributes") translateAttributes(record.target);
      else record.addedNodes.forEach(translate);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
}

// One socket a mounted page. `shown` is the version the page was drawn from; a newer one asks for a redraw.
const listeners = new WeakMap();
const SESSION_ENDED = 4401;
// Milliseconds that a page must have stood still before it asks: between the two runs of a save it seems to for a moment.
const STILL = 300;
// Milliseconds that a click is waited for to be at work: asked before that, the old page would be drawn, the click lost.
const ACTED = 1500;
// And milliseconds that a click on another page is, however busy the server.
const TURNED = 15000;
const LOOK = 50;

function listen(parent) {
  const listener = {
    topics: [], shown: null, known: null, changed: () => {}, wait: 500, ended: false, socket: null,
    asking: false, movedAt: 0, actedAt: -ACTED, turnedAt: -TURNED, turnedTo: "", looking: 0, away: new AbortController(),
  };
  const acted = (event) => {
    if (event.type !== "click" && event.key !== "Enter") return;
    listener.actedAt = performance.now();
    const link = event.target.closest?.("[data-testid='stSidebarNav'] a[href]");
    if (link) Object.assign(listener, { turnedAt: listener.actedAt, turnedTo: new URL(link.href).pathname });
  };
  for (const type of ["click", "keydown"]) {
    document.addEventListener(type, acted, { capture: true, signal: listener.away.signal });
  }
  holdClicks(listener);
  const connect = () => {
    if (listener.ended) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live`);
    listener.socket = socket;
    socket.onopen = () => { listener.wait = 500; };
    socket.onmessage = (message) => {
      const told = JSON.parse(message.data);
      if (told.turn) return takeTurn(listener, told.turn);
      // What is saved while the page waits for its turn puts it off no further: it comes with the same redraw.
      if (listener.known === listener.shown) listener.movedAt = performance.now();
      listener.life = told.life;
      listener.known = [...listener.topics.map((topic) => told[topic]), told.life].join(".");
      settle(listener);
    };
    socket.onclose = (closed) => {
      if (closed.code === SESSION_ENDED) return toTheDoor();
      fetch("/_stcore/health").then((answer) => { if (answer.status === 403) toTheDoor(); }, () => {});
      listener.asking = false;
      setTimeout(connect, listener.wait);
      listener.wait = Math.min(listener.wait * 2, 3000);
    };
  };
  connect();
  listeners.set(parent, listener);
  return listener;
}

// The session has ended, and with it all that this page could still do or show.
function toTheDoor() {
  location.replace(`/sign-in?ended=1&next=${encodeURIComponent(location.pathname + location.search)}`);
}

function isStill(listener) {
  const app = document.querySelector("[data-test-script-state]");
  const now = performance.now();
  if (app && app.dataset.testConnectionState !== "CONNECTED") return false;
  if (app && app.dataset.testScriptState !== "notRunning") Object.assign(listener, { movedAt: now, actedAt: -ACTED });
  if (listener.turnedTo !== location.pathname && now - listener.turnedAt < TURNED) return false;
  return now - listener.movedAt >= STILL && now - listener.actedAt >= ACTED;
}

// Asks for a turn to redraw once no run is under way. A page that saved something is being drawn anew already; asking
// then would draw over it what the browser still held, so that the words of the save are lost and its form stays open.
// It goes on looking while it waits: what people do meanwhile must be seen before the turn is taken.
function settle(listener) {
  clearTimeout(listener.looking);
  if (listener.ended || !listener.known || listener.known === listener.shown) return;
  if (isStill(listener) && !listener.asking && listener.socket.readyState === WebSocket.OPEN) {
    listener.asking = true;
    listener.socket.send("turn");
  }
  listener.looking = setTimeout(() => settle(listener), LOOK);
}

function takeTurn(listener, turn) {
  listener.asking = false;
  if (!listener.ended && listener.known !== listener.shown && isStill(listener)) listener.changed(turn);
  else listener.socket.send(`pass ${turn}`);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  startTranslating();
  startPhone();
  keepDrafts(data.whose);
  pressOnce();
  sayNews(data.news);
  keepToastsClear();
  watchForms();
  keepHistory();
  const listener = listeners.get(parentElement) ?? listen(parentElement);
  listener.topics = data.topics;
  listener.shown = `${data.version}.${data.life}`;
  listener.drawnIn = data.life;
  listener.changed = (version) => setTriggerValue("changed", version);
  return () => {
    listener.ended = true;
    listener.away.abort();
    listener.socket?.close();
  };
}
