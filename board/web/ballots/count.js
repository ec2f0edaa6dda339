// The number of ballots on the room's screen: told at once when something was saved, and asked for if nobody tells.
(() => {
  const find = (id) => document.getElementById(id);
  let asking = false;
  const draw = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(document.body.dataset.figures, { cache: "no-store" });
      if (!answer.ok) { find("state").textContent = "登录已失效，请重新登录后打开"; return; }
      const told = await answer.json();
      find("received").textContent = told.received;
      find("of").textContent = told.of;
      find("state").textContent = told.state;
      find("track").hidden = told.share === null;
      find("track").style.width = `${100 * (told.share ?? 0)}%`;
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
