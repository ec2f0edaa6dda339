// Screens of one meeting stay on the same slide, and a phone is the remote: `?remote=1` shows what is on and what comes.
window.startStage = ({ find, say, goTo }) => {
  if (!document.body.dataset.stage) return { stepped: () => {} };
  const AGAIN = 1500;
  let socket = null, at = 0, hasStepped = false, state = null;
  const connect = () => {
    const where = `${location.pathname}/stage${location.search}`;
    socket = new WebSocket(location.origin.replace(/^http/, "ws") + where);
    // After a line was lost, this screen's own place counts: somebody may have stepped on meanwhile.
    socket.onopen = () => socket.send(hasStepped ? String(at) : "join");
    socket.onmessage = (message) => {
      const now = JSON.parse(message.data);
      state ??= now.state;
      if (now.state !== state) return location.reload();
      if (now.place !== null) goTo((at = now.place));
    };
    socket.onclose = (event) => { if (event.code < 4000) setTimeout(connect, AGAIN); };
  };
  connect();
  const isRemote = new URLSearchParams(location.search).has("remote");
  if (isRemote) {
    document.body.classList.add("remote");
    Object.assign(find("remote"), { hidden: false, role: "main" });
    find("remote-back").onclick = () => find("back").click();
    find("remote-next").onclick = () => find("next").click();
  }
  // Shows a newer state on all screens of the meeting.
  const refresh = async () => {
    const asked = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    const answer = await fetch(`${location.pathname}/refresh${location.search}`, asked).catch(() => null);
    if (!answer) return say("连不上服务器，换不上");
    if (!answer.ok) return say((await answer.json()).message);
    if (socket?.readyState === WebSocket.OPEN) socket.send("anew");
    location.reload();
  };
  return {
    refresh,
    stepped: (place, slides, isOwn) => {
      if (isOwn && place !== at) {
        at = place;
        hasStepped = true;
        if (socket?.readyState === WebSocket.OPEN) socket.send(String(place));
      }
      if (!isRemote) return;
      const title = (each) => each?.querySelector("h1").textContent ?? "";
      find("remote-now").textContent = title(slides[place]);
      find("remote-hint").textContent = slides[place]?.dataset.hint ?? "";
      find("remote-after").textContent = slides[place + 1] ? `下一张：${title(slides[place + 1])}` : "最后一张";
    },
  };
};
