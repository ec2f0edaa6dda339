// Links drawn by elements of our own: each can be copied or opened in a new tab; a plain click goes there without
// reloading the page (links.py).
function followLinks(root, setTriggerValue) {
  root.onclick = (event) => {
    const link = event.target.closest("a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("went", link.getAttribute("href"));
  };
}

