// Stepping through slides that are all here already: nothing is asked of the server, which may be away.
(() => {
  const find = (id) => document.getElementById(id);
  let slides = [...document.querySelectorAll(".slide")];
  const NEXT = ["ArrowRight", "ArrowDown", " ", "PageDown"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
  let stage = null, place = 0, typed = "", spent = 0, isPaused = false, isNews = false;

  const show = (asked, isOwn = true) => {
    const to = Math.min(Math.max(asked, 0), slides.length - 1);
    slides[place].hidden = true;
    slides[to].hidden = false;
    place = to;
    find("place").textContent = `${to + 1} / ${slides.length}`;
    find("progress").style.width = `${(100 * (to + 1)) / slides.length}%`;
    document.title = `${slides[to].querySelector("h1").textContent} · 会议模式`;
    history.replaceState(null, "", `#${to + 1}`);
    stage?.stepped(to, slides, isOwn);
  };
  const step = (by) => { if (!find("black").hidden) find("black").hidden = true; else show(place + by); };
  const say = (words) => { find("news").textContent = words; };
  // Goes elsewhere only while the server is there: an error page on the wall would be worse than an old slide.
  const go = (where, to) => fetch(where).then(
    (answer) => (answer.ok && !answer.redirected ? to() : say("登录已失效，换不上")),
    () => say("连不上服务器，先留在这里"));
  const leave = () => {
    const home = new URL(document.body.dataset.leadsTo, location.origin), here = new URLSearchParams(location.search);
    for (const name of ["role", "activity"]) if (here.has(name)) home.searchParams.set(name, here.get(name));
    return go("/healthz", () => location.assign(home));
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  const KEYS = {
    b: () => { find("black").hidden = !find("black").hidden; },
    f: fill,
    p: () => { isPaused = !isPaused; tick(); },
    u: () => { if (isNews) (stage?.refresh ?? (() => go(location.href, () => location.reload())))(); },
    d: () => deciding?.open(slides[place]),
    z: () => deciding?.undo(),
    "?": () => find("help").showModal(),
    Escape: () => (find("black").hidden ? leave() : step(0)),
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const isOnButton = event.target.closest("button") && [" ", "Enter"].includes(event.key);
    if (isOnButton && !typed) return;
    if (/^\d$/.test(event.key)) { typed += event.key; return; }
    if (event.key === "Enter" && typed) { event.preventDefault(); show(Number(typed) - 1); }
    typed = "";
    if (NEXT.includes(event.key)) { event.preventDefault(); step(1); }
    else if (BACK.includes(event.key)) { event.preventDefault(); step(-1); }
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]?.();
  });
  addEventListener("click", (event) => {
    if (event.target.closest("button, dialog, footer")) return;
    if (event.target.id === "black") return step(0);
    if (event.clientX < innerWidth / 3) step(-1);
    else if (event.clientX > (2 * innerWidth) / 3) step(1);
  });
  addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1 || 0));
  find("back").onclick = () => step(-1);
  find("next").onclick = () => step(1);
  find("keys").onclick = KEYS["?"];
  find("decides").onclick = KEYS.d;

  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    const now = new Date();
    find("clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    find("timer").textContent = `${isPaused ? "暂停 " : "用时 "}${two(Math.floor(spent / 60))}:${two(spent % 60)}`;
  };
  setInterval(() => { if (!isPaused) spent += 1; tick(); }, 1000);

  // The number of ballots of a round is the one thing that changes by itself, as on the room's own screen.
  const count = async () => {
    const round = slides[place].dataset.counts;
    if (!round) return;
    const activity = location.pathname.split("/")[2];
    const answer = await fetch(`/ballot-count/${activity}/${round}/figures`, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const figures = await answer.json();
    slides[place].querySelector(".figure b").textContent = figures.received;
    slides[place].querySelector(".of").textContent = figures.of;
  };
  // What others save changes nothing here but a word at the foot.
  const listen = () => {
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/live");
    socket.onmessage = (message) => {
      const update = JSON.parse(message.data);
      if (update.data === undefined) return;
      find("offline").hidden = true;
      count();
      isNews = Boolean(document.body.dataset.outdated) || String(update.data) !== document.body.dataset.version;
      say(isNews ? "有更新，按 U 换上" : "");
    };
    socket.onclose = () => { find("offline").hidden = false; setTimeout(listen, 1500); };
  };
  // The slides on what was decided are the last ones, made anew by each decision.
  const decided = (html, version) => {
    const at = place;
    slides.filter((each) => each.dataset.name === "议定事项").forEach((each) => each.remove());
    find("slides").insertAdjacentHTML("beforeend", html);
    slides = [...document.querySelectorAll(".slide")];
    slides.forEach((each) => { each.hidden = true; });
    document.body.dataset.version = version;
    isNews = Boolean(document.body.dataset.outdated);
    place = Math.min(at, slides.length - 1);
    show(place, false);
  };
  const deciding = window.startDeciding?.({ find, decided });
  listen();
  show(Number(location.hash.slice(1)) - 1 || 0, false);
  stage = window.startStage?.({ find, say, goTo: (to) => show(to, false) });
  stage?.stepped(place, slides, false);
  tick();
})();
