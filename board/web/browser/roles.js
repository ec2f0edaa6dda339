// Corrects the roles and labels of Streamlit's elements for screen readers, where they are wrong or missing.
const MENDED = {
  // A drop zone has a name, so it needs a role that may have one.
  "[data-testid='stFileUploaderDropzone'][role='presentation']": (place) => place.setAttribute("role", "group"),
};

function mendRoles() {
  for (const [selector, mend] of Object.entries(MENDED)) document.querySelectorAll(selector).forEach(mend);
}
