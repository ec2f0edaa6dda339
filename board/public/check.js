// Checks a file against the digests on the page, in the browser: nothing is sent.
const place = document.getElementById("check");
const verdict = document.getElementById("verdict");
if (place && !(window.crypto && crypto.subtle)) {
  verdict.textContent = "这一页不是用 https 打开的，浏览器不让网页计算。请按下面的办法自己算，再和公布的比。";
} else if (place) {
  const known = new Map([...document.querySelectorAll("code[data-of]")].map((each) => [each.textContent, each.dataset.of]));
  const drop = document.getElementById("drop");
  const input = document.getElementById("file");
  const say = (isSame, words) => {
    verdict.className = isSame ? "same" : "other";
    verdict.textContent = words;
  };
  const check = async (file) => {
    if (!file) return;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join("");
      const name = known.get(hex);
      say(Boolean(name), name ? `一致：${file.name} 就是${name} 原件。` : `不一致：${file.name} 不是这一页上任何一份原件。`);
    } catch {
      say(false, "这个文件读不了，请换一个再试。");
    }
  };
  place.hidden = false;
  input.addEventListener("change", () => check(input.files[0]));
  for (const kind of ["dragover", "drop"]) drop.addEventListener(kind, (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => check(event.dataTransfer.files[0]));
}
