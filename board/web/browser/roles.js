// Corrects the roles and labels of Streamlit's elements for screen readers, where they are wrong or missing.
const MENDED = {
  // Its list of pages holds sections, which hold the pages: the sections are the lists.
  "[data-testid='stSidebarNavItems']:not([role])": (list) => list.setAttribute("role", "presentation"),
  "[data-testid='stSidebarNavItems'] > div:not([role])": (section) => {
    section.setAttribute("role", "list");
    section.setAttribute("aria-label", section.querySelector("header")?.textContent.replace("expand_more", "") ?? "各页");
  },
  // A drop zone has a name, so it needs a role that may have one.
  "[data-testid='stFileUploaderDropzone'][role='presentation']": (place) => place.setAttribute("role", "group"),
};

function mendRoles() {
  for (const [selector, mend] of Object.entries(MENDED)) document.querySelectorAll(selector).forEach(mend);
}
