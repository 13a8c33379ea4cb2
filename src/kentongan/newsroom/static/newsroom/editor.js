// The sheet: saves by itself, keeps on the device what could not be sent, marks what the coach says. Without this file
// the same form is sent by its buttons. What is pasted is cleaned by the server; what is saved is cleaned there again.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = $("#editor");
const words = form.dataset;
const saved = $("[data-saved]");
const told = $("#told");
const revision = form.elements.revision;
const token = () => form.elements.csrfmiddlewaretoken.value;
const PAUSE = 2500;
const KEPT = `kentongan:${words.key}`;

// --- the body: a field of marks over the plain textarea
const plain = $("#body");
const body = document.createElement("div");
body.className = "reading body-field rich";
body.contentEditable = "true";
body.setAttribute("role", "textbox");
body.setAttribute("aria-multiline", "true");
body.setAttribute("aria-label", $("label[for=body]").textContent);
body.dataset.field = "body";
body.dataset.placeholder = plain.placeholder;
body.innerHTML = plain.value || "<p><br></p>";
plain.after(body);
plain.hidden = true;
$("[data-tools]").hidden = false;
document.execCommand("defaultParagraphSeparator", false, "p");
document.execCommand("styleWithCSS", false, false);
const showEmpty = () => body.classList.toggle("is-empty", !body.textContent.trim() && !$("li,td", body));
showEmpty();

const toast = (text) => {
  const box = document.createElement("div");
  box.className = "toast wash";
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  $("#toasts").append(box);
  setTimeout(() => box.remove(), 8000);
};
const tell = (text, actions = []) => {
  told.replaceChildren();
  if (!text) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  const line = document.createElement("p");
  line.textContent = `${text} `;
  notice.append(line, ...actions);
  told.append(notice);
};
const button = (label, press) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: label });
  made.addEventListener("click", press);
  return made;
};

// --- saving
let dirty = false;
let busy = false;
let stopped = false;
let pending = null; // what was sent and not answered: sent again just so, because the answer may only have been lost
let timer;
const says = (text) => { saved.textContent = text; };
const collect = () => {
  plain.value = body.textContent.trim() || $("table", body) ? body.innerHTML : "";
  return new URLSearchParams(new FormData(form));
};
const keep = () => {
  try { localStorage.setItem(KEPT, collect().toString()); } catch { /* a full device keeps nothing; the page still does */ }
};
const forget = () => localStorage.removeItem(KEPT);
let keeping;
const touched = () => {
  dirty = true;
  says(words.unsaved);
  clearTimeout(keeping);
  keeping = setTimeout(keep, 400);
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
};
const send = (data) => fetch(words.save, { method: "POST", body: data, redirect: "manual", headers: { "X-Requested-With": "sheet" } });

async function save() {
  if (busy || stopped) return;
  if (!pending) {
    if (!dirty) return;
    pending = collect();
    dirty = false;
  }
  busy = true;
  says(words.saving);
  let answer, data;
  try {
    answer = await send(pending);
    data = answer.type === "opaqueredirect" || answer.status === 401 ? null : await answer.json();
  } catch {
    busy = false;
    says(words.offline);
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, 5000);
    return;
  }
  busy = false;
  if (!data) { says(words.offline); keep(); tell(words.signIn); timer = setTimeout(save, 15000); return; }
  pending = null;
  if (answer.status === 409) { conflict(data); return; }
  if (!answer.ok) { says(words.unsaved); tell(data.error); return; }
  revision.value = data.revision;
  says(data.says);
  $("[data-words]").textContent = data.words;
  $("#coach").innerHTML = data.coach;
  mark();
  if (data.fell) toast(data.fell);
  for (const name of ["chain-panel", "publish-panel"]) refresh($(`#${name}`), data[name], data.fell);
  if (dirty) { clearTimeout(timer); timer = setTimeout(save, PAUSE); } else { clearTimeout(keeping); forget(); }
}
// A panel in which somebody is at work (a note half written) is left as it is, unless what it says became untrue.
const shown = new Map();
const refresh = (panel, html, must) => {
  const said = (html ?? "").replace(/(csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  if (html === undefined || shown.get(panel) === said) return;
  if (!must && (panel.contains(document.activeElement) || "touched" in panel.dataset || $("details[open]", panel))) return;
  shown.set(panel, said);
  delete panel.dataset.touched;
  panel.innerHTML = html;
};
all("#chain-panel,#publish-panel").forEach((panel) => panel.addEventListener("input", () => { panel.dataset.touched = ""; }));
// What stands beside the sheet is sent while the sheet stays open, and never before what was typed is saved.
$(".editor-side").addEventListener("submit", async (event) => {
  const { target: sent, submitter } = event;
  const part = sent.closest("#remarks,#chain-panel");
  if (dirty || pending) {
    event.preventDefault();
    await save();
    if (!dirty && !pending && !stopped) sent.requestSubmit(submitter);
    return;
  }
  if (!part) return;
  event.preventDefault();
  try {
    const answer = await fetch(sent.action, { method: "POST", body: new URLSearchParams(new FormData(sent, submitter)), redirect: "manual", headers: { "HX-Request": "true" } });
    if (answer.type === "opaqueredirect") { location.reload(); return; }
    if (!answer.ok) throw new Error(answer.status);
    part.innerHTML = await answer.text();
    delete part.dataset.touched;
    mark();
  } catch { toast(words.failed); }
});
const conflict = (data) => {
  stopped = true;
  clearTimeout(keeping);
  forget();
  says(words.unsaved);
  const link = Object.assign(document.createElement("a"), { href: data.compare, className: "button small", textContent: data.compare_word });
  tell(data.error, [link, button(words.newer, () => location.reload())]);
};

form.addEventListener("input", touched);
form.addEventListener("change", touched);
form.addEventListener("focusout", () => { if (dirty) { clearTimeout(timer); timer = setTimeout(save, 300); } });
addEventListener("online", () => save());
document.addEventListener("visibilitychange", () => { if (document.hidden) { if (dirty) keep(); save(); } });
addEventListener("beforeunload", (event) => { if (dirty || pending) { keep(); if (!navigator.onLine) event.preventDefault(); } });
form.addEventListener("submit", () => { collect(); dirty = false; stopped = true; clearTimeout(timer); clearTimeout(keeping); forget(); });
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key === "s") { event.preventDefault(); dirty = true; save(); }
  if (event.key === "k" && body.contains(document.activeElement)) { event.preventDefault(); link(); }
});

// What was kept when the line dropped or the page was left: sent as it was. The server tells whether it is new.
const left = localStorage.getItem(KEPT);
if (left) {
  const data = new URLSearchParams(left);
  data.set("csrfmiddlewaretoken", token());
  stopped = true;
  send(data).then(async (answer) => {
    const told_ = await answer.json();
    forget();
    stopped = false;
    if (answer.status === 409) { tell(told_.error, [Object.assign(document.createElement("a"), { href: told_.compare, className: "button small", textContent: told_.compare_word })]); return; }
    if (answer.ok && String(told_.revision) !== revision.value) { sessionStorage.setItem("kentongan:restored", "1"); location.reload(); }
  }).catch(() => { stopped = false; });
}
if (sessionStorage.getItem("kentongan:restored")) { sessionStorage.removeItem("kentongan:restored"); toast(words.restored); }

// --- who else is here
const present = async () => {
  if (document.hidden || !navigator.onLine) return;
  try {
    const answer = await fetch(words.present, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token(), "X-Requested-With": "sheet" } });
    if (!answer.ok) return;
    const data = await answer.json();
    if (stopped) return;
    refresh($("#chain-panel"), data["chain-panel"]);
    if (!busy && !pending && Number(data.revision) > Number(revision.value)) tell(data.newer, [button(words.newer, () => location.reload())]);
    else tell(data.others);
  } catch { /* no signal: said elsewhere */ }
};
setInterval(present, 15000);

// --- marks
const block = () => {
  let node = getSelection().anchorNode;
  while (node && node.parentNode !== body) node = node.parentNode;
  return node?.nodeName;
};
const commands = {
  bold: () => document.execCommand("bold"),
  italic: () => document.execCommand("italic"),
  heading: () => document.execCommand("formatBlock", false, block() === "H2" ? "p" : "h2"),
  quote: () => document.execCommand("formatBlock", false, block() === "BLOCKQUOTE" ? "p" : "blockquote"),
  list: () => document.execCommand("insertUnorderedList"),
  numbers: () => document.execCommand("insertOrderedList"),
  table: () => document.execCommand("insertHTML", false, `<table>${"<tr><td>&nbsp;</td><td>&nbsp;</td></tr>".repeat(3)}</table><p><br></p>`),
  link: () => link(),
  remark: () => remark(),
};
all("[data-mark]").forEach((tool) => {
  tool.addEventListener("mousedown", (event) => event.preventDefault()); // the marked words stay marked
  tool.addEventListener("click", () => {
    if (tool.dataset.mark !== "remark" && !body.contains(getSelection().anchorNode)) body.focus();
    commands[tool.dataset.mark]();
    if (tool.dataset.mark !== "remark") touched();
  });
});
function link() {
  const range = getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
  const old = range?.startContainer.parentElement?.closest("a");
  const dialog = document.createElement("dialog");
  const label = Object.assign(document.createElement("label"), { className: "field", textContent: words.link });
  const field = Object.assign(document.createElement("input"), { type: "url", className: "control", value: old?.href || "https://" });
  const done = Object.assign(document.createElement("button"), { className: "button", textContent: "OK" });
  const inner = document.createElement("form");
  inner.method = "dialog";
  inner.className = "flow";
  label.append(field);
  done.textContent = words.link.split(" ")[0];
  inner.append(label, done);
  dialog.append(inner);
  document.body.append(dialog);
  inner.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    dialog.remove();
    body.focus();
    if (range) { getSelection().removeAllRanges(); getSelection().addRange(range); }
    const address = field.value.trim();
    if (!address || address === "https://") document.execCommand("unlink");
    else if (getSelection().isCollapsed) document.execCommand("insertHTML", false, `<a href="${encodeURI(decodeURI(address)).replaceAll('"', "%22")}">${address.replace(/[<>&]/g, "")}</a>`);
    else document.execCommand("createLink", false, address);
    touched();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  field.select();
}
function remark() {
  const active = document.activeElement;
  const marked = "selectionStart" in (active ?? {}) && active.value ? active.value.slice(active.selectionStart, active.selectionEnd) : String(getSelection());
  const box = $("#remark-new");
  box.open = true;
  $("#remark-passage").value = marked.replace(/\s+/g, " ").trim().slice(0, 500);
  $("#remark-text").focus();
  box.scrollIntoView({ block: "nearest" });
}
body.addEventListener("input", showEmpty);
body.addEventListener("paste", async (event) => {
  const files = [...event.clipboardData.files];
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  event.preventDefault();
  if (files.length && !text) { files.forEach((file) => upload(file, "pictures")); return; }
  let clean;
  try {
    const data = new FormData();
    data.set(html ? "html" : "text", html || text);
    const answer = await fetch(words.paste, { method: "POST", body: data, redirect: "manual", headers: { "X-CSRFToken": token() } });
    if (!answer.ok) throw new Error(answer.status);
    clean = await answer.text();
  } catch { clean = null; }
  body.focus();
  if (clean === null) document.execCommand("insertText", false, text);
  else {
    const one = /^<p>((?:(?!<\/?p>).)*)<\/p>$/s.exec(clean); // a few words go into the line, not into one of their own
    document.execCommand("insertHTML", false, one ? one[1] : clean);
  }
  touched();
});

// --- rows: quotes, facts, contacts, files
const renumber = (group) => all("[data-row]", group).forEach((row, place) => {
  all("[name]", row).forEach((field) => { if (field.name !== "do") field.name = field.name.replace(/^([a-z]+)-(?:\d+|NUMBER)-/, `$1-${place}-`); });
});
form.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-add],[data-up],[data-down],[data-remove]");
  if (!pressed) return;
  event.preventDefault();
  const group = pressed.closest("[data-rows]");
  const row = pressed.closest("[data-row]");
  if ("add" in pressed.dataset) {
    const made = $("[data-row-template]", group).content.firstElementChild.cloneNode(true);
    $("[data-row-list]", group).append(made);
    renumber(group);
    $("input:not([type=hidden]),textarea", made)?.focus();
    return;
  }
  if ("up" in pressed.dataset) row.previousElementSibling?.before(row);
  if ("down" in pressed.dataset) row.nextElementSibling?.after(row);
  if ("remove" in pressed.dataset) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    ($("[data-remove]", next ?? group) ?? $("[data-add],[data-upload]", group))?.focus();
  } else pressed.focus();
  renumber(group);
  touched();
});
const upload = async (file, kind) => {
  says(words.uploading);
  const data = new FormData();
  data.set("file", file);
  data.set("csrfmiddlewaretoken", token());
  try {
    const answer = await fetch(kind === "pictures" ? words.picture : words.attachment, { method: "POST", body: data, redirect: "manual", headers: { "X-Requested-With": "sheet" } });
    if (answer.status === 422) { tell((await answer.json()).error); says(""); return; }
    if (!answer.ok) throw new Error(answer.status);
    const holder = document.createElement("template");
    holder.innerHTML = (await answer.text()).trim();
    const group = $(`#${kind}`);
    $("[data-row-list]", group).append(holder.content.firstElementChild);
    renumber(group);
    touched();
    const rows = all("[data-row]", group);
    $("input:not([type=hidden])", rows[rows.length - 1])?.focus();
  } catch { tell(words.failed); says(words.unsaved); }
};
all("[data-upload]").forEach((opener) => opener.addEventListener("click", (event) => {
  event.preventDefault();
  const kind = opener.closest("[data-rows]").id;
  const picker = Object.assign(document.createElement("input"), { type: "file", multiple: true, accept: kind === "pictures" ? "image/jpeg,image/png,image/webp" : "" });
  picker.addEventListener("change", async () => { for (const file of picker.files) await upload(file, kind); });
  picker.click();
}));
form.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
form.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  [...event.dataTransfer.files].forEach((file) => upload(file, file.type.startsWith("image/") ? "pictures" : "attachments"));
});

// --- the coach: passages are marked without touching the text (CSS highlights), circles stand in the margin
const margin = document.createElement("div");
margin.className = "margin";
margin.setAttribute("aria-hidden", "true");
$("[data-writing]").append(margin);
const rangeOf = (passage) => {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      const sign = /\s/.test(node.data[at]) ? " " : node.data[at];
      if (sign === " " && text.endsWith(" ")) continue;
      text += sign;
      places.push([node, at]);
    }
  }
  const start = text.indexOf(passage.replace(/\s+/g, " "));
  if (start < 0 || !passage) return null;
  const range = document.createRange();
  const [last, end] = places[start + passage.replace(/\s+/g, " ").length - 1];
  range.setStart(...places[start]);
  range.setEnd(last, end + 1);
  return range;
};
function mark() {
  const marks = { must: [], advice: [], remark: [] };
  margin.replaceChildren();
  const origin = margin.getBoundingClientRect().top;
  const taken = [];
  all("[data-note]").forEach((note) => {
    const { place, passage } = note.dataset;
    const range = place === "body" ? rangeOf(passage) : null;
    if (range) marks["must" in note.dataset ? "must" : "advice"].push(range);
    const field = range ?? (["headline", "lead"].includes(place) ? $(`#${place}`) : null);
    if (!field) return;
    const circle = $(".note-circle", note).cloneNode(true);
    let top = field.getBoundingClientRect().top - origin;
    while (taken.some((other) => Math.abs(other - top) < 24)) top += 24;
    taken.push(top);
    circle.style.top = `${top}px`;
    margin.append(circle);
  });
  all("[data-fix]").forEach((fix) => { fix.hidden = false; });
  all("[data-remark]").forEach((each) => { const range = rangeOf(each.dataset.passage); if (range) marks.remark.push(range); });
  if (window.CSS?.highlights) Object.entries(marks).forEach(([name, ranges]) => CSS.highlights.set(`coach-${name}`, new Highlight(...ranges)));
}
$("#coach").addEventListener("click", (event) => {
  const fix = event.target.closest("[data-fix]");
  const note = event.target.closest("[data-note]");
  if (fix) {
    const { place, find, put } = fix.dataset;
    const field = place === "body" ? null : $(`#${place}`);
    if (field) field.value = field.value.replace(find, put);
    else {
      const range = rangeOf(find);
      if (!range) return;
      body.focus();
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("insertText", false, put);
    }
    touched();
    clearTimeout(timer);
    save();
  } else if (note) (rangeOf(note.dataset.passage)?.startContainer.parentElement ?? $(`#${CSS.escape(note.dataset.place)}`))?.scrollIntoView({ block: "center" });
});
let marking;
const later = () => { clearTimeout(marking); marking = setTimeout(mark, 120); };
body.addEventListener("input", later);
addEventListener("resize", later);
document.fonts.ready.then(mark);

// --- fields as high as their text
const grow = (field) => { field.style.height = "auto"; field.style.height = `${field.scrollHeight}px`; };
if (!CSS.supports("field-sizing", "content")) {
  all("[data-grow]").forEach(grow);
  form.addEventListener("input", (event) => { if ("grow" in event.target.dataset) grow(event.target); });
}
$("#headline").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); $("#lead").focus(); } });
