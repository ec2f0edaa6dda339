// What the browser does for every page: waits for the server to say that something was saved. It asks nothing of the
// server while nothing changes.
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
  watchWork(listener);
  const connect = () => {
    if (listener.ended) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live`);
    listener.socket = socket;
    socket.onopen = () => { listener.wait = 500; };
    socket.onmessage = (message) => {
      const update = JSON.parse(message.data);
      if (update.turn) return takeTurn(listener, update.turn);
      if (update.others) return sayAtWork(update.others);
      // What is saved while the page waits for its turn puts it off no further: it comes with the same redraw.
      if (listener.known === listener.shown) listener.movedAt = performance.now();
      listener.life = update.life;
      listener.known = [...listener.topics.map((topic) => update[topic]), update.life].join(".");
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
  startPhone();
  keepDrafts(data.whose);
  pressOnce();
  sayNews(data.news);
  keepToastsClear();
  watchForms();
  keepHistory();
  startPaper();
  startLooks();
  startPictures();
  if (data.printing) printOnce();
  const listener = listeners.get(parentElement) ?? listen(parentElement);
  listener.topics = data.topics;
  listener.shown = [...data.versions, data.life].join(".");
  listener.drawnIn = data.life;
  listener.changed = (version) => setTriggerValue("changed", version);
  return () => {
    listener.ended = true;
    listener.away.abort();
    listener.socket?.close();
  };
}
