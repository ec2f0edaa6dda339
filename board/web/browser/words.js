// Translates Streamlit's built-in words into Chinese. They are listed in words.json, which is passed in as WORDING: whole
// words and sentences, patterns of them, and sentences that Streamlit shows in the same places as the product's own text,
// in tooltips and notices: only sentences that nobody else would write are replaced there.
const WORDS = new Map(Object.entries(WORDING.words));
const SENTENCES = WORDING.sentences.map(compiled);
const PATTERNS = [...SENTENCES, ...WORDING.patterns.map(compiled)];
const ATTRIBUTES = [
  "aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description", "aria-roledescription", "label",
];
const NOT_OURS = "[translate='no'], [data-testid='stHtml'], textarea, script, style";
const MARKDOWN = "[data-testid='stMarkdownContainer']";
const ALWAYS_STREAMLITS = "[data-testid^='stFileUploader']";

function compiled([pattern, chinese]) {
  return [new RegExp(pattern), chinese];
}

// A fault follows "Error: "; the "Error" may be in bold by itself, or missing.
function sayingWhatIsWrong(text, chinese) {
  const [sign, error] = /^(Error)?: /.exec(text) ?? [];
  const wrong = sign ? chinese(text.slice(sign.length)) : null;
  return wrong === null ? null : `${error ? "出错" : ""}：${wrong}`;
}

function byPattern(text, patterns) {
  const found = patterns.find(([pattern]) => pattern.test(text));
  return found ? text.replace(found[0], found[1]) : null;
}

function inChinese(text) {
  const trimmed = text.trim();
  return WORDS.get(trimmed) ?? byPattern(trimmed, PATTERNS) ?? sayingWhatIsWrong(trimmed, inChinese);
}

function sentenceInChinese(text) {
  const trimmed = text.trim();
  return byPattern(trimmed, SENTENCES) ?? sayingWhatIsWrong(trimmed, sentenceInChinese);
}

function isBeforeWhatIsWrong(node) {
  const next = node.parentElement.nextSibling?.data ?? "";
  return node.data === "Error" && (next.startsWith("：") || sentenceInChinese(next) !== null);
}

function textInChinese(node, parent) {
  const isAmongOurs = parent.closest(MARKDOWN) && !parent.closest(ALWAYS_STREAMLITS);
  if (!isAmongOurs) return inChinese(node.data);
  return isBeforeWhatIsWrong(node) ? "出错" : sentenceInChinese(node.data);
}

function translateText(node) {
  // Only Streamlit's own words: never what the product or a user wrote.
  const parent = node.parentElement;
  if (!parent || !/[A-Za-z]/.test(node.data) || parent.closest(NOT_OURS)) return;
  const chinese = textInChinese(node, parent);
  if (chinese !== null && chinese !== node.data) node.data = chinese;
}

function translate(root) {
  if (root.nodeType === Node.TEXT_NODE) return translateText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) translateText(walker.currentNode);
  const carriers = ATTRIBUTES.map((name) => `[${name}]`).join();
  for (const element of [root, ...root.querySelectorAll(carriers)]) translateAttributes(element);
}

function translateAttributes(element) {
  if (element.closest("[translate='no']")) return;
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    const chinese = value ? inChinese(value) : null;
    if (chinese !== null && chinese !== value) element.setAttribute(name, chinese);
  }
}

function takeUp(record) {
  if (record.type === "characterData") translateText(record.target);
  else if (record.type === "attributes") translateAttributes(record.target);
  else record.addedNodes.forEach(translate);
}

// The calendars follow the browser's language, which may be any.
function speakChinese() {
  document.documentElement.lang = "zh-CN";
  Object.defineProperty(navigator, "language", { value: "zh-CN", configurable: true });
  Object.defineProperty(navigator, "languages", { value: ["zh-CN", "zh"], configurable: true });
  window.dispatchEvent(new Event("languagechange"));
}

function start() {
  const page = document.documentElement;
  speakChinese();
  translate(page);
  new MutationObserver((records) => {
    records.forEach(takeUp);
    mendRoles();
  }).observe(page, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
}

start();
