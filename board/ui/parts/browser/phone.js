// On phones only: the navigation closes once a page is chosen, the filters open at a touch.
const COVERED = "(max-width: 768px)"; // up to this width Streamlit lays its navigation over the page

function showFilters(isOpen) {
  document.documentElement.toggleAttribute("data-filters", isOpen);
  document.querySelectorAll(".filters-button").forEach((button) => button.setAttribute("aria-expanded", isOpen));
}

function closeNavigation() {
  document.querySelector("[data-testid='stSidebar'][data-collapsed='false'] [data-testid='stSidebarCollapseButton'] button")?.click();
}

function startPhone() {
  if (window.__boardPhone) return;
  window.__boardPhone = true;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".filters-button")) showFilters(!document.documentElement.hasAttribute("data-filters"));
    if (!event.target.closest?.(".pages a")) return;
    showFilters(false);
    // Streamlit goes to the page first.
    if (matchMedia(COVERED).matches) setTimeout(closeNavigation);
  });
  // A redrawn button doesn't know that its filters are open.
  new MutationObserver((records) => {
    const isNew = records.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.(".filters-button") || node.matches?.(".filters-button")));
    if (isNew) showFilters(document.documentElement.hasAttribute("data-filters"));
  }).observe(document.body, { subtree: true, childList: true });
}
