// Small comforts. Every page works for reading without this file; nothing here decides or stores a matter of record.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (target) => target.closest("input,textarea,select,[contenteditable=true],dialog[open]");

// Theme: a button with data-theme-set="light|dark|system"; kept in a cookie so that the server writes it next time.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-set]");
  if (!button) return;
  const theme = button.dataset.themeSet;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme === "system" ? "" : theme};path=/;max-age=${theme === "system" ? 0 : 31536000};samesite=lax`;
});

// Toasts: ten seconds, longer while touched; data-stay keeps one until it is closed.
const settle = (toast) => {
  if ("stay" in toast.dataset) return;
  let timer = setTimeout(() => toast.remove(), 10000);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), 4000); };
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", go);
  toast.addEventListener("focusout", go);
};
export const say = (text, wash = false, sign = wash ? "lock" : "check") => {
  const toast = document.createElement("div");
  toast.className = wash ? "toast wash" : "toast";
  toast.innerHTML = `<svg class="icon" aria-hidden="true"><use href="#i-${sign}"/></svg>`;
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  $("#toasts")?.append(toast);
  if (!wash) settle(toast);
  return toast;
};
const settleAll = () => all("[data-toast]:not([data-settled])").forEach((toast) => { toast.dataset.settled = ""; settle(toast); });
settleAll();
document.addEventListener("htmx:afterSettle", settleAll);
document.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest("[data-toast],.notice,dialog")?.remove());

// Copy: data-copy holds the text, or data-copy-from the selector of the element that holds it. With data-copy-post the
// server is asked first for the text of the form (data-copy-form) as it stands now, saved or not.
const present = async (button) => {
  try {
    const answer = await fetch(button.dataset.copyPost, { method: "POST", body: new FormData($(button.dataset.copyForm)) });
    const text = await answer.text();
    return answer.ok ? { text } : { problem: answer.status < 500 && text.length < 400 ? text : button.dataset.stale };
  } catch {
    return { problem: document.body.dataset.offline };
  }
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy],[data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && $(button.dataset.copyFrom);
  const now = button.dataset.copyPost ? await present(button) : {};
  if (now.problem) { say(now.problem, true, "alert"); return; }
  const text = now.text ?? (source ? (source.value ?? source.innerText) : button.dataset.copy);
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
});

// Keys. A list has data-list and rows data-item; data-key-for="i" presses a button of the selected row or pane.
const rows = () => all("[data-list] [data-item]");
let current = -1;
const move = (by) => {
  const list = rows();
  if (!list.length) return;
  const chosen = list.findIndex((row) => row.classList.contains("selected"));
  current = Math.max(0, Math.min(list.length - 1, (chosen >= 0 ? chosen : current) + by));
  list.forEach((row, index) => row.classList.toggle("selected", index === current));
  const row = list[current];
  row.scrollIntoView({ block: "nearest" });
  const link = $("a[href]", row);
  link?.focus({ preventScroll: true });
  if (link?.hasAttribute("hx-get") && matchMedia("(min-width:1200px)").matches) link.click();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const search = $("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select?.(); }
  } else if (event.key === "j" || event.key === "k") {
    if (rows().length) { event.preventDefault(); move(event.key === "j" ? 1 : -1); }
  } else if (event.key === "x") {
    const box = rows()[current] && $("input[type=checkbox]", rows()[current]);
    if (box) box.click();
  } else if (event.key === "?") {
    const overlay = $("#keys-overlay");
    if (overlay) { event.preventDefault(); overlay.showModal(); }
  } else if (/^[a-z0-9]$/.test(event.key)) {
    const button = $(`[data-key-for="${event.key}"]`);
    if (button) { event.preventDefault(); button.click(); }
  }
});
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-list] [data-item]");
  if (!row) return;
  rows().forEach((other, index) => { other.classList.toggle("selected", other === row); if (other === row) current = index; });
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) $(opener.dataset.opens)?.showModal();
});

// The live counter beats once when its number grows; pressed, it is gone until something new arrives.
let told = "";
document.addEventListener("htmx:afterSwap", () => {
  const live = $("[data-live]");
  if (live && live.textContent !== told) { live.classList.add("beat-once"); told = live.textContent; }
  if (!live) told = "";
});
document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.matches?.("[data-live]")) event.target.classList.add("pressed"); });
document.addEventListener("htmx:afterRequest", (event) => { if (event.target.matches?.("[data-live].pressed")) event.target.remove(); });

// Passkeys: what the browser refused is said in words; a second try takes the first word back.
let refused;
document.addEventListener("allauth.error", (event) => {
  const words = $("#passkey-words")?.dataset;
  if (!words) return;
  event.preventDefault();
  const kind = event.detail.exception?.name;
  const why = !window.PublicKeyCredential || kind === "SecurityError" ? words.notHere
    : kind === "InvalidStateError" ? words.known
    : kind === "NotAllowedError" || kind === "AbortError" ? words.brokenOff : words.failed;
  refused?.remove();
  refused = say(why, true, "alert");
});

// A button with data-busy says so while its form is on its way, and cannot be pressed twice; what was typed stays.
const rested = (button) => {
  if (!button.dataset.words) return;
  button.textContent = button.dataset.words;
  delete button.dataset.words;
  button.removeAttribute("aria-busy");
  button.disabled = false;
};
document.addEventListener("submit", (event) => {
  const button = $("button[data-busy]", event.target);
  if (!button || event.defaultPrevented) return;
  button.dataset.words = button.textContent;
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
});
// Who comes back with the browser's own button finds the form as it was.
addEventListener("pageshow", () => all("button[data-busy]").forEach(rested));

// Signal: what was typed stays; a line says so until the signal returns.
let offline;
const signal = () => {
  if (!navigator.onLine && !offline) offline = say(document.body.dataset.offline, true);
  if (navigator.onLine && offline) { offline.remove(); offline = null; }
};
addEventListener("online", signal);
addEventListener("offline", signal);
document.addEventListener("htmx:sendError", () => { if (!offline) { offline = say(document.body.dataset.offline, true); setTimeout(() => { offline?.remove(); offline = null; }, 6000); } });
// A form with data-keep keeps its texts on this device until it was sent.
all("form[data-keep]").forEach((form) => {
  const name = `kept:${location.pathname}:${form.dataset.keep}`;
  try {
    const kept = JSON.parse(localStorage.getItem(name) || "{}");
    all("textarea,input[type=text]", form).forEach((box) => { if (kept[box.name] && !box.value) box.value = kept[box.name]; });
  } catch { localStorage.removeItem(name); }
  form.addEventListener("input", () => {
    localStorage.setItem(name, JSON.stringify(Object.fromEntries(all("textarea,input[type=text]", form).map((box) => [box.name, box.value]))));
  });
  form.addEventListener("submit", () => { if (navigator.onLine) localStorage.removeItem(name); });
});
signal();
