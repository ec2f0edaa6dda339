// What can be pressed on the page and is too small for a thumb: less than 44 pixels of room in a direction. A link within
// a running text is as high as its line.
() => {
  const PRESSED = "button, a[href], summary, [role='button'], [role='radio'], [role='tab'], [role='checkbox'], "
    + "[role='switch'], [role='combobox'], [role='menuitem'], input:not([type='hidden']), select, textarea";
  const REACH = 21.5;
  const roots = [document];
  for (const root of roots) {
    for (const each of root.querySelectorAll("*")) if (each.shadowRoot) roots.push(each.shadowRoot);
  }
  const isInText = (each) => getComputedStyle(each).display === "inline"
    && each.parentElement && each.parentElement.textContent.trim() !== each.textContent.trim();
  const isShown = (each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && !each.disabled && !each.closest("[inert], [aria-hidden='true'], .chart, [data-testid='stPlotlyChart'], [data-collapsed='true']");
  };
  const whole = (each) => (each.matches("input") ? each.closest("label") : null)
    ?? each.closest("tr.opens, .react-aria-ComboBox") ?? each.closest("button, a[href], summary") ?? each;
  const isHit = (root, each, x, y) => {
    const met = root.elementFromPoint(x, y);
    return Boolean(met) && (whole(each).contains(met) || met.contains(each) && met.closest(PRESSED) === met);
  };
  const small = [];
  for (const root of roots) {
    for (const each of root.querySelectorAll(PRESSED)) {
      if (!isShown(each) || isInText(each)) continue;
      each.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = whole(each).getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const low = box.height < 2 * REACH && !(isHit(root, each, x, y - REACH) && isHit(root, each, x, y + REACH));
      const narrow = box.width < 2 * REACH && !(isHit(root, each, x - REACH, y) && isHit(root, each, x + REACH, y));
      const words = (each.ariaLabel || each.textContent || each.getAttribute("placeholder") || each.tagName).trim();
      const key = each.closest("[class*='st-key-']")?.className.match(/st-key-[\w-]+/)?.[0] ?? "";
      if (low || narrow) small.push(`${words.slice(0, 30)} ${Math.round(box.width)}×${Math.round(box.height)} ${key}`);
    }
  }
  return [...new Set(small)];
}
