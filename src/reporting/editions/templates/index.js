const field = document.getElementById("filter");
const rows = Array.from(document.querySelectorAll("#counties tbody tr"));
const count = document.getElementById("filter-count");
field.closest("form").hidden = false;
field.closest("form").addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", () => {
  const wanted = field.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const hit = row.dataset.find.includes(wanted);
    row.hidden = !hit;
    shown += hit ? 1 : 0;
  }
  count.textContent = `${shown}/${rows.length}`;
});
