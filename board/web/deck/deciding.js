// Deciding on a slide: a form whose fields follow the kind of decision. The server carries it out, by the ledger's rules.
window.startDeciding = ({ find, decided }) => {
  const dialog = find("decide");
  if (!dialog) return null;
  const form = dialog.querySelector("form"), rules = JSON.parse(dialog.dataset.rules);
  const field = (name) => form.querySelector(`[data-field="${name}"]`);
  const NONE = "（不针对某个事项）";
  // Milliseconds for which a message stays over the slide.
  const SHOWN_FOR = 8000;
  let press = dialog.dataset.press, last = "";

  let ends = 0;
  const say = (words) => {
    Object.assign(find("message"), { textContent: words, hidden: false });
    clearTimeout(ends);
    ends = setTimeout(() => { find("message").hidden = true; }, SHOWN_FOR);
  };
  const send = async (act, given) => {
    let answer;
    try {
      answer = await fetch(`${location.pathname}/${act}${location.search}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...given, press }),
      });
    } catch { return { message: "连不上服务器，没有办，请稍后再按一次", fields: {} }; }
    const body = await answer.json().catch(() => ({ message: "没有办成，请再按一次", fields: {} }));
    if (!answer.ok) return { message: body.message, fields: body.fields ?? {} };
    press = body.press;
    return { ...body, isDone: true };
  };

  const showKinds = () => {
    const kinds = rules.kinds[form.item_id.value] ?? {};
    const was = form.kind?.value;
    find("kinds").replaceChildren(...Object.entries(kinds).map(([kind, word], place) => {
      const label = document.createElement("label"), radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "kind", value: kind, checked: kind === was || (!kinds[was] && !place) });
      label.append(radio, word);
      return label;
    }));
    showFields();
  };
  const showFields = () => {
    const kind = form.kind?.value ?? "";
    for (const label of form.querySelectorAll("[data-field]")) {
      const name = label.dataset.field;
      label.hidden = !(name === "item_id" || (name === "content" ? rules.asks[kind] : rules.fields[kind]?.includes(name)));
    }
    find("asks").textContent = rules.asks[kind] ?? "";
    find("fault").textContent = "";
  };
  const open = (slide) => {
    form.reset();
    const items = (slide.dataset.items ?? "").split(" ").filter((each) => rules.kinds[each]);
    form.item_id.replaceChildren(...[...items, ""].map((id) => new Option(rules.names[id] ?? NONE, id)));
    form.item_id.value = items[0] ?? "";
    showKinds();
    dialog.showModal();
    (items.length > 1 ? form.item_id : form.querySelector("[name=kind]:checked"))?.focus();
  };
  const showFault = ({ message, fields }) => {
    find("fault").textContent = Object.values(fields).join("；") || message;
    form.elements[Object.keys(fields)[0]]?.focus?.();
  };
  const take = (done) => {
    if (done.last !== undefined) last = done.last;
    decided(done.decided, done.version);
    say(done.last ? `${done.message}　按 Z 撤回` : done.message);
  };

  form.item_id.onchange = showKinds;
  find("kinds").onchange = showFields;
  find("cancel").onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].filter(([name]) => !field(name)?.hidden));
    const done = await send("decide", given);
    if (!done.isDone) return showFault(done);
    dialog.close();
    take(done);
  };
  find("decides").hidden = false;
  document.querySelectorAll("[data-deciding]").forEach((each) => { each.hidden = false; });
  const undo = async () => {
    if (!last) return say("没有可以撤回的");
    const done = await send("undo", { decision_id: last });
    if (done.isDone) take(done); else say(done.message);
  };
  return { open, undo };
};
