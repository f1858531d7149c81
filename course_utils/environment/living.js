// A widget of one line: it tells the report that widgets live on this page.

/** Writes `alive` in place of the lines that wait for it, and takes no room itself; with none to be seen, its own. */
function render({ model, el }) {
  el.dataset.live = "";
  const lines = [...document.querySelectorAll(`[data-awaits="${model.get("name")}"]`)];
  const before = lines.map((line) => line.innerHTML);
  for (const line of lines.length ? lines : [el]) line.innerHTML = model.get("alive");
  return () => lines.forEach((line, place) => { line.innerHTML = before[place]; });
}

export default { render };
