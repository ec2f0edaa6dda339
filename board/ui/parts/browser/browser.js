// Runs on every page: waits for the server's message that something was saved. Asks nothing while nothing changes.
// One socket per mounted page. `shown` is the version the page was drawn from; a newer one leads to a redraw.
const listeners = new WeakMap();
const SESSION_ENDED = 4401;
// Milliseconds that a page must be idle before it asks: between the two runs of a save it seems idle for a moment.
const STILL = 300;
// Milliseconds to wait for a click to take effect: a redraw before that would show the old page and lose the click.
const ACTED = 1500;
// The same for a click on a link to another page, however busy the server.
const TURNED = 15000;
const LOOK = 50;

function listen(parent) {
  const listener = {
    topics: [], shown: null, known: null, changed: () => {}, wait: 500, ended: false, socket: null,
    asking: false, movedAt: 0, actedAt: -ACTED, turnedAt: -TURNED, turnedTo: "", looking: 0, silentSince: 0, away: new AbortController(),
  };
  const acted = (event) => {
    if (event.type !== "click" && event.key !== "Enter") return;
    listener.actedAt = performance.now();
    const link = event.target.closest?.(".pages a");
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
      // A save while the page waits for its turn doesn't delay it further: the same redraw shows it.
      if (listener.known === listener.shown) listener.movedAt = performance.now();
      Object.assign(listener, { life: update.life, silentSince: 0 });
      listener.known = [...listener.topics.map((topic) => update[topic]), update.life].join(".");
      settle(listener);
    };
    socket.onclose = (closed) => {
      if (closed.code === SESSION_ENDED) return toTheDoor();
      // Until it speaks again it may be another life of the server, in which a press would be lost (away.js).
      listener.silentSince ||= performance.now();
      const unreached = () => { listener.silentSince = performance.now(); };
      fetch("/_stcore/health").then((answer) => { if (answer.status === 403) toTheDoor(); }, unreached);
      listener.asking = false;
      setTimeout(connect, listener.wait);
      listener.wait = Math.min(listener.wait * 2, 3000);
    };
  };
  connect();
  listeners.set(parent, listener);
  return listener;
}

// The session has ended: this page can't do or show anything any more.
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

// Asks for a turn to redraw once no run is under way. A page that saved something is being redrawn already; a second
// redraw would start from the browser's older state, lose the save's message and leave its form open. While it waits it
// keeps checking, as people may act before the turn is taken.
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
  const { data: [data], parentElement, setTriggerValue } = component;
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
  startDropping();
  followPopovers();
  watchDialogs();
  if (data.printing) printOnce();
  const listener = listeners.get(parentElement) ?? listen(parentElement);
  listener.topics = data.topics;
  listener.shown = [...data.versions, data.life].join(".");
  listener.drawnIn = data.life;
  AWAY.wholeIn ??= data.life; // not of each listener: the redraw after a restart may mount a new one
  listener.changed = (version) => setTriggerValue("changed", version);
  return () => {
    listener.ended = true;
    listener.away.abort();
    listener.socket?.close();
  };
}
