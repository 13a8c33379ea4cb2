// Comforts of the stream. Without this file every link is a page of its own.

// The pane stands beside the list only on a wide screen: elsewhere the address itself is opened.
document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.target.closest?.("a[href]");
  const pane = document.querySelector("#pane");
  if (!link || event.detail.target !== pane || matchMedia("(min-width:1200px)").matches || pane.closest(".alone")) return;
  event.preventDefault();
  location.href = link.href;
});

// A menu closes when one looks elsewhere, and by Escape.
const close = (except) => document.querySelectorAll("details.drop[open]").forEach((drop) => { if (drop !== except) drop.open = false; });
document.addEventListener("click", (event) => close(event.target.closest("details.drop")));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

// Which of how many: the pane says where its text stands in the list. What the server cannot know yet is left out.
const tell = () => {
  const pane = document.querySelector("#pane[data-place-words]");
  const spot = pane?.querySelector("[data-place]");
  if (!spot) return;
  const rows = [...document.querySelectorAll("[data-list] [data-item]")];
  const at = rows.findIndex((row) => row.classList.contains("selected")) + 1;
  const total = document.querySelector("#more") ? Number(pane.dataset.total) : rows.length;
  const written = (number) => number.toLocaleString(document.documentElement.lang);
  spot.textContent = at && total >= rows.length
    ? pane.dataset.placeWords.replace("{n}", written(at)).replace("{total}", written(total)) : "";
};
document.addEventListener("htmx:afterSettle", tell);
