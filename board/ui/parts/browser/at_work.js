// Who is working on a record: while its sheet is on the screen, the browser reports that and whether a form is open in
// it; the server answers who else has one open. A closed sheet is reported at once, an open one again and again.
const AT_WORK_AGAIN = 20000;
const AT_WORK_LOOK = 1000;
const AT_WORK_FORM = "st-key-at_work_";

function sheetsAtWork() {
  const sheets = new Map();
  for (const each of document.querySelectorAll("[data-at-work]")) {
    const mark = each.dataset.atWork;
    const isOpen = Boolean(document.querySelector(`.${AT_WORK_FORM}${mark} form, .${AT_WORK_FORM}${mark} [data-testid='stForm']`));
    sheets.set(mark, isOpen ? "on" : "at");
  }
  return sheets;
}

function signWork(listener) {
  const { socket } = listener;
  if (listener.ended || socket?.readyState !== WebSocket.OPEN) return;
  socket.signed ??= new Map();
  const sheets = sheetsAtWork();
  const now = performance.now();
  for (const [mark, word] of sheets) {
    const before = socket.signed.get(mark);
    if (before?.word === word && now - before.at < AT_WORK_AGAIN) continue;
    socket.send(`${word} ${mark}`);
    socket.signed.set(mark, { word, at: now });
  }
  for (const mark of [...socket.signed.keys()].filter((each) => !sheets.has(each))) {
    socket.send(`off ${mark}`);
    socket.signed.delete(mark);
  }
}

function sayAtWork(others) {
  for (const each of document.querySelectorAll("[data-at-work]")) {
    const words = others[each.dataset.atWork];
    if (words !== undefined && each.textContent !== words) each.textContent = words;
  }
}

function watchWork(listener) {
  const timer = setInterval(() => signWork(listener), AT_WORK_LOOK);
  listener.away.signal.addEventListener("abort", () => clearInterval(timer));
}
