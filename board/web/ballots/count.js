// The number of ballots on the room's screen: updated after every save, and every few seconds in case none is reported.
(() => {
  const find = (id) => document.getElementById(id);
  let asking = false;
  const draw = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(document.body.dataset.figures, { cache: "no-store" });
      if (!answer.ok) { find("state").textContent = "登录已失效，请重新登录后打开"; return; }
      const figures = await answer.json();
      find("received").textContent = figures.received;
      find("of").textContent = figures.of;
      find("state").textContent = figures.state;
      find("track").hidden = figures.share === null;
      find("track").style.width = `${100 * (figures.share ?? 0)}%`;
    } catch {
      find("state").textContent = "连不上服务器，正在重试";
    } finally {
      asking = false;
    }
  };
  const listen = () => {
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/live");
    socket.onmessage = draw;
    socket.onclose = () => setTimeout(listen, 1500);
  };
  listen();
  setInterval(draw, 5000);
  draw();
})();
