// Improvements that the form works without: the code from the link, a draft on this phone, the progress.
(() => {
  const kept = "chagai.ballot.", about = document.body.dataset;
  const form = document.querySelector("form");
  const storage = (act) => { try { return act(window.localStorage); } catch { return null; } };

  const forget = (prefix) => storage((held) => {
    for (const name of Object.keys(held)) if (name.startsWith(prefix)) held.removeItem(name);
  });

  // The code is behind the # of the link, which browsers never send by themselves.
  const takeCode = () => {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!about.codes || !/^[0-9A-Za-z-]{10,12}$/.test(code)) return;
    history.replaceState(null, "", location.pathname);
    const post = Object.assign(document.createElement("form"), { method: "post", action: location.pathname });
    for (const [name, value] of [["step", "code"], ["code", code]])
      post.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(post);
    post.submit();
  };
  window.addEventListener("hashchange", takeCode);
  takeCode();

  if (about.done) forget(kept + about.done);

  // Back after sending: a sent form isn't shown filled in again, to be sent twice. If it never arrived, that page leads
  // back to the form, with everything that was filled in.
  const sent = "chagai.ballot.sent." + location.pathname;
  const session = (act) => { try { return act(window.sessionStorage); } catch { return null; } };
  window.addEventListener("pageshow", (event) => {
    const isBack = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (!form || !isBack || !session((held) => held.getItem(sent))) return;
    session((held) => held.removeItem(sent));
    location.replace(`${location.pathname}/done`);
  });
  if (!form || !about.draft) return;

  const name = kept + about.draft, progress = form.querySelector(".progress"), button = form.querySelector("[type=submit]");
  const questions = [...form.querySelectorAll("[role=radiogroup]")];
  const typed = () => [...new FormData(form)].filter(([field]) => /^(a\.|group$|suggestion$)/.test(field));

  const show = () => {
    const answered = questions.filter((each) => each.querySelector("input:checked")).length;
    progress.textContent = `已选 ${answered}/${questions.length}`;
  };
  const keep = () => { storage((held) => held.setItem(name, JSON.stringify(typed()))); show(); };
  const restore = () => {
    for (const [field, value] of JSON.parse(storage((held) => held.getItem(name)) || "[]")) {
      const input = form.elements.namedItem(field);
      if (input) input.value = value;
    }
  };

  if (!about.typed) restore();
  show();
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine === false) {
      event.preventDefault();
      progress.textContent = "没有网络，填的都留着";
      return;
    }
    session((held) => held.setItem(sent, "1"));
    setTimeout(() => { button.disabled = true; button.textContent = "正在交…"; });
  });
  // Back from a page that didn't answer, or from the cache: the button works again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { button.disabled = false; button.textContent = button.dataset.words; }
  });
})();
