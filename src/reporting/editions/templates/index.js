const table = document.querySelector("table.sortable");
const form = document.querySelector("form.filter");
const field = document.getElementById("filter");
const count = document.getElementById("filter-count");
const headings = Array.from(table.tHead.rows[0].cells);
const rows = Array.from(table.tBodies[0].rows);
const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
let texts;

// what a row is found by: its name and code, and how its report stands, but no number
function textOf(row) {
  const [first, second] = row.cells;
  const beside = second.classList.contains("number") ? "" : second.textContent;
  return `${first.textContent} ${beside}`.toLowerCase();
}

function filter() {
  texts ??= rows.map(textOf);
  const wanted = field.value.trim().toLowerCase();
  let shown = 0;
  rows.forEach((row, place) => {
    const hidden = !texts[place].includes(wanted);
    if (row.hidden !== hidden) row.hidden = hidden;
    shown += hidden ? 0 : 1;
  });
  count.textContent = `${shown}/${rows.length}`;
}

// the order in which the rows came is that of the codes; what is missing comes last either way
function sortBy(heading) {
  const column = heading.cellIndex;
  const way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const value = (cell) => cell.dataset.sort ?? cell.textContent.trim();
  const keyed = rows.map((row, place) => [column ? value(row.cells[column]) : String(place), row]);
  keyed.sort(([one], [other]) => (one === "") - (other === "") || way * words.compare(one, other));
  for (const each of headings) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
  const body = table.tBodies[0];
  body.remove(); // one change of the page instead of one a row
  body.append(...keyed.map(([, row]) => row));
  table.append(body);
}

for (const heading of headings) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  button.addEventListener("click", () => sortBy(heading));
  heading.append(button);
}
headings[0].setAttribute("aria-sort", "ascending");
form.hidden = false;
field.addEventListener("input", filter);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  Array.from(table.tBodies[0].rows).find((row) => !row.hidden)?.querySelector("a")?.focus();
});
