// A file dropped on an import button (数据导入 in the navigation, and the ledger's menu with 导入改过的台账) goes to the
// page 导入 and is opened there. Dropped anywhere else but on an upload it does nothing: a browser would leave the page.
const DROPS = ".pages a[href$='/imports'], .st-key-rectification_work";
const UPLOAD = "[class*='st-key-imports_file_'] input[type='file']";
const BY_FILE = ".st-key-imports_by button:first-of-type";

function startDropping() {
  if (window.__boardDropping) return;
  window.__boardDropping = true;
  for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => dragged(event, type), { capture: true });
  }
}

function dragged(event, type) {
  if (![...(event.dataTransfer?.types ?? [])].includes("Files") || event.target.closest?.("[data-testid='stFileUploader']")) {
    return document.body.classList.remove("drags-file");
  }
  const has = event.target.closest?.(DROPS) && importLink();
  document.body.classList.toggle("drags-file", type.startsWith("drag") && type !== "dragleave" && Boolean(importLink()));
  if (type === "dragleave") return;
  event.preventDefault();
  event.stopPropagation();
  if (type === "drop" && has) handOver([...event.dataTransfer.files]);
  else event.dataTransfer.dropEffect = has ? "copy" : "none";
}

function importLink() {
  return document.querySelector(".pages a[href$='/imports']");
}

// Files of the drop are put into the page's own upload as if chosen there, once it is drawn.
function handOver(files) {
  const link = importLink();
  if (location.pathname !== new URL(link.href).pathname) link.click();
  const until = performance.now() + 20_000;
  const look = () => {
    const upload = location.pathname === new URL(link.href).pathname && document.querySelector(UPLOAD);
    if (!upload && performance.now() < until) {
      document.querySelector(BY_FILE)?.click();
      setTimeout(look, 200);
    } else if (upload) {
      const taken = new DataTransfer();
      for (const file of files) taken.items.add(file);
      upload.files = taken.files;
      upload.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  look();
}
