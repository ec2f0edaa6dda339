// Says of Streamlit's elements what a screen reader has to know of them, where Streamlit says it wrongly or not at all.
const MENDED = {
  // Its list of pages holds sections, and these hold the pages: the sections are the lists.
  "[data-testid='stSidebarNavItems']:not([role])": (list) => list.setAttribute("role", "presentation"),
  "[data-testid='stSidebarNavItems'] > div:not([role])": (section) => {
    section.setAttribute("role", "list");
    section.setAttribute("aria-label", section.querySelector("header")?.textContent.replace("expand_more", "") ?? "各页");
  },
  // A place for files has a name, and so a role that may have one.
  "[data-testid='stFileUploaderDropzone'][role='presentation']": (place) => place.setAttribute("role", "group"),
};

function mendRoles() {
  for (const [selector, mend] of Object.entries(MENDED)) document.querySelectorAll(selector).forEach(mend);
}
