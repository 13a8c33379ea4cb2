// Small comforts of the public pages. Everything reads and links without this file; it sets no cookie and calls nobody.
const $ = (selector, root = document) => root.querySelector(selector);
const say = (text) => {
  const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
  $("#toasts")?.append(toast);
  setTimeout(() => toast.remove(), 6000);
};
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(document.body.dataset.copied);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy],[data-copy-from],[data-share],[data-print]");
  if (!button) return;
  const { copy: text, copyFrom: from, share } = button.dataset;
  if (share) {
    if (!navigator.share) return;
    event.preventDefault();
    navigator.share({ title: document.title, url: share }).catch(() => {});
  } else if ("print" in button.dataset) {
    window.print();
  } else {
    event.preventDefault();
    const source = from && $(from);
    copy(source ? (source.value ?? source.innerText) : text);
  }
});
