// What of the tables' figures, names, days, states and heads is cut, broken in two or stands out of its table.
() => {
  const cut = [];
  const shadows = [...document.querySelectorAll("*")].map((each) => each.shadowRoot);
  for (const box of shadows.map((root) => root?.querySelector(".box")).filter((each) => each?.clientWidth)) {
    const room = box.getBoundingClientRect(), table = box.querySelector("table");
    const note = (each, why) => cut.push(`${table.caption.textContent}: ${each.textContent} ${why}`);
    if (table.offsetWidth > box.clientWidth + 1) note(table.caption, "is wider than its place");
    for (const each of box.querySelectorAll(".figure, .open, .tag, .mark, th")) {
      const place = each.getBoundingClientRect();
      if (!place.width) continue;
      const cell = each.closest("td, th").getBoundingClientRect();
      const isInline = each.tagName === "SPAN" && getComputedStyle(each).display === "inline";
      if (each.clientWidth && each.scrollWidth > each.clientWidth + 1) note(each, "is cut");
      if (place.right > room.right + 1 || place.right > cell.right + 1) note(each, "stands out");
      if (isInline && each.getClientRects().length > 1) note(each, "is broken");
    }
    for (const each of box.querySelectorAll(".words")) {
      const isCut = each.scrollHeight > each.clientHeight + 2;
      if (isCut && each.title !== each.textContent) note(each, "is cut without a hint");
    }
  }
  return cut;
}
