// Numbers typed into the cells of a table. A cell opens with Enter, F2, a double click or the first key of a number;
// Enter and Tab keep what was typed, Escape undoes it. Arrow keys walk from cell to cell.
import { walkCells } from "./cells.js";
import { readNumber } from "./numbers.js";
import { element } from "./page.js";

const LARGEST = 999; // longer ones would not be readable in a cell

/** What the keys do, for the line below a widget. */
export const EDIT_KEYS = "on a number: type, Enter keeps, Escape undoes";

/**
 * Lets the cells of a table (from createTable), without its padding, be edited. `value(row, column)` is the number
 * that stands there, `keep(row, column, number)` is called with a new one, `note(text)` with why a text is refused.
 */
export function editCells(made, { value, keep, note }) {
  walkCells(made);
  const open = [];
  made.each((cell, row, column) => {
    if (cell.classList.contains("padding")) return;
    cell.classList.add("cw-editable");
    const index = open.length;
    const step = (by) => open[Math.min(Math.max(index + by, 0), open.length - 1)].focus();
    const edit = (typed) => openCell(cell, {
      label: `row ${row}, column ${column}`, before: value(row, column), typed, step, note,
      keep: (number) => keep(row, column, number),
    });
    open.push(cell);
    cell.addEventListener("dblclick", () => edit());
    cell.addEventListener("keydown", (event) => {
      if (event.target !== cell || event.ctrlKey || event.metaKey || event.altKey) return;
      const typed = /^[-−－+＋.．\d０-９]$/.test(event.key);
      if (!typed && event.key !== "Enter" && event.key !== "F2") return;
      event.preventDefault();
      event.stopPropagation();
      edit(typed ? event.key : undefined);
    });
  });
}

/** Keeps what is being typed below `root`: before cells are filled anew, or the input would close half-way. */
export function finishEdit(root) {
  root.querySelector(".cw-editable input")?.blur();
}

/** Puts an input into a cell until its text is kept or undone. */
function openCell(cell, { label, before, typed, step, keep, note }) {
  if (cell.querySelector("input")) return;
  const [shown, text, input] = [cell.textContent, String(before), element("input")];
  let isOpen = true;
  input.value = typed ?? text;
  input.setAttribute("aria-label", label);
  input.inputMode = "decimal";
  cell.replaceChildren(input);
  input.focus();
  if (typed === undefined) input.select();

  const close = () => {
    isOpen = false;
    cell.textContent = shown;
  };
  const commit = () => {
    const { value: number, slip } = readNumber(input.value);
    if (number === null || Math.abs(number) > LARGEST) {
      input.setAttribute("aria-invalid", "true");
      note(slip ?? `“${input.value}” was not taken: write a number from −${LARGEST} to ${LARGEST}, such as 2 or 1/9.`);
      return false;
    }
    note("");
    close();
    if (input.value !== text) keep(number);
    return true;
  };
  const undo = () => {
    close();
    note("");
    step(0);
  };
  input.addEventListener("keydown", (event) => {
    const act = {
      Enter: () => commit() && step(0), Tab: () => commit() && step(event.shiftKey ? -1 : 1), Escape: undo,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  input.addEventListener("blur", () => isOpen && (commit() || close()));
}
