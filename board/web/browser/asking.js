// Asks the server for the page at once, in the words in which Streamlit will once its script has come and run, and then
// hands it the socket with all that was answered meanwhile. The server works while the browser still loads.
const STREAM = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/_stcore/stream`;
const Socket = window.WebSocket;

// As protocol buffers have it: a field is its number and kind, then its length and bytes, or its number.
function varint(number) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(number));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

const part = (field, bytes) => [(field << 3) | 2, ...varint(bytes.length), ...bytes];
const word = (field, text) => part(field, [...new TextEncoder().encode(text)]);
const number = (field, value) => [field << 3, ...varint(value)];
const filled = (field, text) => (text ? word(field, text) : []);

// Where a browser has it, without the patterns of dates that Intl reads first: 20 ms in a new tab. So in the bundle.
const zone = () => window.Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

function asked() {
  const reader = [
    ...word(1, zone()),
    ...number(2, new Date().getTimezoneOffset()),
    ...word(3, navigator.language),
    ...word(4, location.origin + location.pathname),
    ...number(5, Number(new URLSearchParams(location.search).getAll("embed").includes("true"))), // in another page
    ...word(6, IS_DARK ? "dark" : "light"),
  ];
  const page = decodeURIComponent(location.pathname.replace(/^\/|\/$/g, ""));
  return new Uint8Array(
    part(11, [...filled(1, location.search.slice(1)), ...part(2, []), ...filled(4, page), ...part(8, reader)]),
  );
}

function askEarly() {
  const token = document.cookie.match(/(?:^|; )_streamlit_xsrf=([^;]*)/)?.[1] ?? "PLACEHOLDER_AUTH_TOKEN";
  const socket = new Socket(STREAM, ["streamlit", token]);
  const question = asked();
  const answers = [];
  const keep = (event) => {
    event.stopImmediatePropagation();
    answers.push(event.data);
  };
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => socket.send(question), { once: true });
  socket.addEventListener("message", keep);

  function answer() {
    socket.removeEventListener("message", keep);
    answers.forEach((data) => socket.dispatchEvent(new MessageEvent("message", { data })));
  }

  function handOver() {
    const isOpen = socket.readyState === Socket.OPEN;
    socket.send = (data) => {
      delete socket.send;
      if (data.length !== question.length || data.some((byte, at) => byte !== question[at])) socket.send(data);
      setTimeout(answer);
    };
    if (isOpen) setTimeout(() => socket.dispatchEvent(new Event("open")));
    return socket;
  }

  window.WebSocket = new Proxy(Socket, {
    construct(_, [address, protocols]) {
      if (address !== STREAM) return new Socket(address, protocols);
      window.WebSocket = Socket;
      return protocols.length === 2 && socket.readyState <= Socket.OPEN ? handOver() : new Socket(address, protocols);
    },
  });
}

try {
  askEarly();
} catch { /* of an address that can't be read; Streamlit asks by itself */ }
