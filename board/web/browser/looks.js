// Begins in the reader's display settings, which the page carries, before anything is drawn; on paper in the usual ones.
const [THEME, SIZE] = new URLSearchParams(location.search).has("print")
  ? ["Light", "usual"]
  : document.documentElement.dataset.looks.split(" ");
const IS_DARK = THEME === "Dark" || (THEME === "System" && matchMedia("(prefers-color-scheme: dark)").matches);
try {
  // On start Streamlit reads its theme from where its settings menu would have stored it for the page's address.
  localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(THEME));
} catch { /* a browser that keeps nothing shows what the device does */ }
document.documentElement.style.colorScheme = THEME === "System" ? "light dark" : THEME.toLowerCase();
document.documentElement.style.background = IS_DARK ? "#15181c" : "#ffffff";
document.documentElement.dataset.size = SIZE;
