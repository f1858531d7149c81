// Tables of cells: real HTML tables, so that a screen reader has them to read. The style sheet works out how large a
// cell is: the width available, less --around, shared by --units cells, both set on the widget's root.
import { element } from "./page.js";

/**
 * A titled table of cells with numbered rows and columns, `padding` dashed cells round it and, below and to the right
 * of these, `beyond` = [rows, columns] of empty cells.
 * Returns the `figure` to put on the page (its data-name is the title), the `table`, and:
 * cells[row][column], counted without padding, so -1 is a padded row;
 * each(visit): visit(cell, row, column) for every cell;
 * frame(row, column, height, width): puts the window there, on which it glides;
 * fit(texts): writes smaller where the longest of the texts needs it.
 */
export function createTable(title, rows, columns, padding = 0, beyond = [0, 0]) {
  const table = element("table");
  table.setAttribute("aria-label", title);
  const label = (count, index) => element("th", "", index >= 0 && index < count ? String(index) : "");
  const head = table.insertRow();
  head.append(element("th"));
  const [bottom, right] = [rows + padding, columns + padding];
  for (let column = -padding; column < right + beyond[1]; column++) head.append(label(columns, column));
  const cells = {};
  for (let row = -padding; row < bottom + beyond[0]; row++) {
    const line = table.insertRow();
    line.append(label(rows, row));
    cells[row] = {};
    for (let column = -padding; column < right + beyond[1]; column++) {
      cells[row][column] = line.insertCell();
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      cells[row][column].classList.toggle("padding", !inside && row < bottom && column < right);
      cells[row][column].classList.toggle("beyond", row >= bottom || column >= right);
    }
  }
  const box = element("div", "cw-box", table);
  const figure = element("figure", "cw-table", element("figcaption", "", title), box);
  figure.dataset.name = title;
  const glider = element("div", "cw-window");
  const frame = (row, column, height, width) => {
    if (!glider.isConnected) box.append(glider);
    const place = { row: row + padding, column: column + padding, rows: height, columns: width };
    for (const [name, value] of Object.entries(place)) glider.style.setProperty(`--${name}`, value);
  };
  const each = (visit) => {
    for (const row in cells) for (const column in cells[row]) visit(cells[row][column], Number(row), Number(column));
  };
  const fit = (texts) => {
    const longest = Math.max(1, ...texts.map((text) => text.length));
    table.style.setProperty("--text", Math.min(0.4, 1.2 / longest));
  };
  return { figure, table, cells, each, frame, fit };
}

/** A sign that stands between two tables, such as ×; not read aloud. */
export function sign(text) {
  const made = element("span", "cw-sign", text);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/**
 * Walks through the inner cells of a table with the arrow keys, Home and End (of the row); Tab enters and leaves the
 * table. A cell's own input or button takes the focus if it has one; call it after they are in. In a text input,
 * left and right go on only from the ends of the text.
 */
export function walkCells({ table, cells, each }) {
  table.setAttribute("role", "grid");
  const target = (cell) => cell.querySelector("input, button") ?? cell;
  const places = new Map();
  each((cell, row, column) => {
    if (cell.classList.contains("padding")) return;
    places.set(target(cell), [row, column]);
    target(cell).tabIndex = places.size === 1 ? 0 : -1;
  });
  table.addEventListener("focusin", (event) => {
    if (!places.has(event.target)) return;
    for (const place of places.keys()) place.tabIndex = place === event.target ? 0 : -1;
  });
  table.addEventListener("keydown", (event) => {
    if (!places.has(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const [row, column] = places.get(event.target);
    const last = Math.max(...[...places.values()].map((place) => place[1]));
    const to = {
      ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1], ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column], Home: [row, 0], End: [row, last],
    }[event.key];
    if (!to || staysInText(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const next = cells[to[0]]?.[to[1]];
    if (next && places.has(target(next))) target(next).focus();
  });
}

/** Whether a key moves the caret within a text input, not to another cell. */
function staysInText({ target, key }) {
  if (target.tagName !== "INPUT" || key === "ArrowUp" || key === "ArrowDown") return false;
  const { selectionStart: start, selectionEnd: end, value } = target;
  if (start === 0 && end === value.length) return false; // all of it is selected, as on arrival
  if (key === "ArrowLeft") return end > 0;
  return key === "ArrowRight" ? start < value.length : true;
}
