// A lost signal never loses a decision: it stays on the phone and is sent when the signal returns. Without this file
// the form is sent as any other.
const form = document.querySelector("form[data-decide]");
const place = `decision:${location.pathname}`;
let pressed = "";
let line;

const say = () => {
  if (line) return;
  document.querySelector("#error")?.remove();
  line = document.createElement("p");
  line.className = "error";
  line.setAttribute("role", "alert");
  line.textContent = form.dataset.offline;
  form.prepend(line);
};

const send = async (body) => {
  try {
    const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (answer.status >= 500) throw new Error("later");
    localStorage.removeItem(place);
    // Followed here, the next page's message would be shown to nobody.
    if (answer.status === 204) { location.replace(answer.headers.get("Location")); return; }
    if (answer.redirected) { location.replace(answer.url); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.body.replaceWith(page.body);
    document.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    document.querySelectorAll("script").forEach((old) => {
      const fresh = document.createElement("script");
      fresh.type = "module";
      fresh.src = `${old.src}?again=${Date.now()}`;
      old.replaceWith(fresh);
    });
  } catch {
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(body)));
    say();
  }
};

const kept = () => {
  try { return JSON.parse(localStorage.getItem(place) || "null"); } catch { return null; }
};

const resend = () => {
  const values = kept();
  if (!values) return;
  if (values.sha256 !== form.elements.sha256.value) { localStorage.removeItem(place); return; }
  const body = new URLSearchParams(values);
  const token = form.elements.csrfmiddlewaretoken;
  if (token) body.set("csrfmiddlewaretoken", token.value);
  send(body);
};

if (form) {
  form.addEventListener("click", (event) => { if (event.target.name === "decided") pressed = event.target.value; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set("decided", event.submitter?.value || pressed);
    send(body);
  });
  addEventListener("online", resend);
  setInterval(() => { if (line && navigator.onLine) resend(); }, 5000);
  resend();
}
