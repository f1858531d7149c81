// Draws a HandGrid (hand_grid.py): a picture, its kernel, and an empty map to type into. Python judges the cells; here
// they get their marks, and the window of a wrong one lights up.
import { findAnswerCell, writeIntoCell } from "./hand_answer_cell.js";
import { asPythonLine, typedAs } from "./hand_numbers.js";
import { HAND_SETTINGS, describeQuestion, termsOf } from "./hand_question.js";
import { createTable, sign, walkCells } from "./shared/cells.js";
import { readNumber } from "./shared/numbers.js";
import { button, copyText, element, written } from "./shared/page.js";
import { mount } from "./shared/widget.js";

const MARKS = { right: "✓", wrong: "✗", refused: "?" };
const START = "Type a number into each cell, such as 3, −2, 0.25 or 1/4.";
const FILLED = "Every cell is filled: press Check cells.";
const HANDED_IN = "Only your answer's cell is handed in, not this grid.";
const WIDER = 1.5; // times the cell of a picture: the width of one to type into, also in the style sheet
const keyOf = (row, column) => `${row},${column}`;

/** Puts the tables on the room's stage; returns the picture's, and the map's with its inputs by row and column. */
function createTables(room, now, model) {
  const picture = createTable("picture", now.picture.length, now.picture[0].length, now.padding);
  picture.figure.classList.add("hand-picture");
  const border = now.kernel || now.mode === "average" ? 0 : "−∞";
  picture.each((cell, row, column) => {
    const pixel = now.picture[row]?.[column];
    cell.textContent = pixel === undefined ? String(border) : written(pixel);
  });
  picture.fit(now.picture.flat().map(written));
  const parts = [picture.figure];
  if (now.kernel) {
    const kernel = createTable("kernel", now.height, now.width);
    kernel.each((cell, row, column) => { cell.textContent = written(now.kernel[row][column]); });
    kernel.fit(now.kernel.flat().map(written));
    parts.push(sign("×"), kernel.figure);
  }
  const map = createTable(now.kernel ? "your map" : `your map (${now.mode})`, now.rows, now.columns);
  map.figure.classList.add("hand-map");
  const inputs = Array.from({ length: now.rows }, (_, row) => Array.from({ length: now.columns }, (__, column) => {
    const input = element("input");
    Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 14 });
    input.value = typedAs(model.get("answer")[row][column]);
    map.cells[row][column].append(input, element("span", "hand-mark"));
    map.cells[row][column].lastChild.setAttribute("aria-hidden", "true"); // the input's label tells it
    return input;
  }));
  walkCells(map);
  const units = now.picture[0].length + 2 * now.padding + (now.kernel ? now.width : 0) + WIDER * now.columns;
  room.root.style.setProperty("--units", units);
  room.stage.replaceChildren(...parts, sign("→"), map.figure);
  return { picture, map, inputs };
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "hand-grid", label: "A map to fill in by hand. Type numbers; arrow keys and Enter move.",
    keys: "arrows, Enter and Tab move, Escape empties a cell",
  });
  const [line, note] = [element("code", "hand-line"), element("span", "hand-note quiet")];
  note.setAttribute("aria-live", "polite");
  room.controls.before(line);
  room.controls.after(note);
  const edited = new Set(); // cells that were changed after the last verdict came
  const refused = new Map(); // cells whose text was left and is no number: what is wrong with it
  let [now, tables, here] = [null, null, null];

  const each = (visit) => tables.inputs.forEach((row, i) => row.forEach((input, j) => visit(input, i, j)));
  const verdict = (row, column) =>
    (edited.has(keyOf(row, column)) ? null : model.get("verdicts")[row]?.[column] ?? null);
  const stateOf = (row, column) => {
    if (refused.has(keyOf(row, column))) return "refused";
    const said = verdict(row, column);
    return said === null ? "" : said === "right" ? "right" : "wrong";
  };
  const python = () => asPythonLine(model.get("name"), model.get("answer"));
  const count = (state) => tables.inputs.flat().filter((_, i) =>
    stateOf(Math.floor(i / now.columns), i % now.columns) === state).length;

  /** What now stands in a cell goes to Python. */
  function type(input, row, column) {
    edited.add(keyOf(row, column));
    refused.delete(keyOf(row, column));
    note.textContent = "";
    const { value } = readNumber(input.value);
    const other = (old, i, j) => (i === row && j === column ? value : old);
    room.set({ answer: model.get("answer").map((cells, i) => cells.map((old, j) => other(old, i, j))) });
    draw();
  }
  /** A cell is left, or Enter is pressed in it: a text that is no number is told. */
  function leave(input, row, column) {
    const { slip } = readNumber(input.value);
    if (slip) refused.set(keyOf(row, column), `Row ${row}, column ${column}: ${slip}`);
    draw();
  }
  /** Several numbers pasted into a cell go into it and those after it, in reading order. */
  function paste(event, row, column) {
    const texts = event.clipboardData.getData("text").split(/[\s,;[\]()]+/).filter(Boolean);
    if (texts.length < 2) return;
    event.preventDefault();
    const first = row * now.columns + column;
    texts.slice(0, tables.inputs.flat().length - first).forEach((text, i) => {
      const [r, c] = [Math.floor((first + i) / now.columns), (first + i) % now.columns];
      tables.inputs[r][c].value = text === "None" ? "" : text;
      type(tables.inputs[r][c], r, c);
      leave(tables.inputs[r][c], r, c);
    });
  }
  /** Goes on by so many cells in reading order; false where there is none. */
  function move(row, column, by) {
    const next = tables.inputs.flat()[row * now.columns + column + by];
    next?.focus();
    return next !== undefined;
  }
  function onKey(event, input, row, column) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const acts = {
      Enter: () => {
        leave(input, row, column);
        if (!event.shiftKey && !move(row, column, 1)) check.focus();
        return !event.shiftKey;
      },
      Tab: () => move(row, column, event.shiftKey ? -1 : 1),
      Escape: () => {
        input.value = "";
        type(input, row, column);
        return true;
      },
    };
    if (!acts[event.key]?.()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  const check = button("Check cells", () => room.set({ asked: model.get("asked") + 1 }), "main");
  const copying = button("Copy as Python", async () => {
    await copyText(python(), room.root);
    note.textContent = `Copied. Paste it into your answer's cell, in place of what stands there, and run that cell.`;
  });
  let writing = false; // a second click would write into what the first one has selected
  const putting = button("Put into the cell", async () => {
    if (writing) return;
    writing = true;
    const editor = findAnswerCell(model.get("name"), room.root);
    const done = editor !== undefined && await writeIntoCell(editor, python());
    const empty = model.get("answer").flat().filter((value) => value === null).length;
    const still = empty ? `, with ${empty} ${empty === 1 ? "cell" : "cells"} still empty` : "";
    note.textContent = done ? `It stands in your answer's cell now${still}: run that cell (Shift + Enter).`
      : `No cell here reads just “${model.get("name")} = …”: copy the line and paste it yourself.`;
    writing = false;
  });
  const clearing = button("Clear", () => {
    each((input, row, column) => {
      input.value = "";
      edited.add(keyOf(row, column));
    });
    refused.clear();
    note.textContent = "";
    room.set({ answer: model.get("answer").map((cells) => cells.map(() => null)) });
    draw();
    tables.inputs[0][0].focus();
  });
  room.controls.append(check, copying, putting, clearing);

  /** The one line that matters now, and what stands below it: read aloud when they change. */
  function words() {
    const state = here && stateOf(...here);
    if (state === "refused") return [refused.get(keyOf(...here)), ""];
    if (state === "wrong") {
      const [said, [row, column]] = [verdict(...here), here];
      const value = typedAs(model.get("answer")[row][column]);
      return [`Row ${row}, column ${column}: ${value} is not right yet.${said === "wrong" ? "" : ` ${said}`}`,
        `Its window: ${termsOf(now, row, column)}`];
    }
    if (refused.size) return [[...refused.values()][0], ""];
    const [all, right, wrong] = [now.rows * now.columns, count("right"), count("wrong")];
    if (right === all) {
      return [`✓ All ${all} cells are right.`, model.get("name") && "Put the line below into your answer's cell."];
    }
    if (right + wrong === 0) return [model.get("answer").flat().includes(null) ? START : FILLED, ""];
    return [`${right} of ${all} cells are right.`,
      wrong ? "Go to a cell with ✗: its window lights up." : "The others have no verdict yet."];
  }
  function draw() {
    each((input, row, column) => {
      const [cell, state] = [tables.map.cells[row][column], stateOf(row, column)];
      for (const one of Object.keys(MARKS)) cell.classList.toggle(`hand-${one}`, one === state);
      cell.lastChild.textContent = MARKS[state] ?? "";
      const told = { right: ", right", wrong: ", not right yet", refused: ", no number" }[state] ?? "";
      input.setAttribute("aria-label", `row ${row}, column ${column}${told}`);
      input.setAttribute("aria-invalid", String(state === "wrong" || state === "refused"));
    });
    tables.map.fit(tables.inputs.flat().map(({ value }) => value.slice(0, Math.ceil(value.length / WIDER))));
    const lit = here !== null && stateOf(...here) === "wrong" ? now.corner(...here) : null;
    tables.picture.figure.classList.toggle("hand-lit", lit !== null);
    tables.picture.each((cell, row, column) => cell.classList.toggle("under", lit !== null && row >= lit.row
      && row < lit.row + now.height && column >= lit.column && column < lit.column + now.width));
    if (lit) tables.picture.frame(lit.row, lit.column, now.height, now.width);
    const [first, second] = words();
    if (room.said.textContent !== first + second) {
      room.said.replaceChildren(element("div", "hand-first", first), element("div", "quiet", second));
    }
    line.textContent = python();
    if (!note.textContent && model.get("name")) note.textContent = HANDED_IN;
    putting.hidden = !model.get("name") || !document.querySelector(".jp-CodeCell .cm-content");
  }
  /** Python, or another view, has other numbers: a text that reads as the same number stays as it was typed. */
  function show() {
    const answer = model.get("answer");
    if (answer.length !== now.rows || answer[0].length !== now.columns) return build();
    each((input, row, column) => {
      const [read, value] = [readNumber(input.value), answer[row][column]];
      if (read.value === value) return;
      input.value = typedAs(value);
      edited.add(keyOf(row, column));
      refused.delete(keyOf(row, column));
    });
    draw();
  }
  /** A verdict has come: the first wrong cell is gone to, if the reader is still where it was asked for. */
  function judged() {
    edited.clear();
    draw();
    const wrong = tables.inputs.flat().find((_, i) =>
      stateOf(Math.floor(i / now.columns), i % now.columns) === "wrong");
    if (document.activeElement === check) wrong?.focus();
  }
  function build() {
    [now, here] = [describeQuestion(model), null];
    edited.clear();
    refused.clear();
    tables = createTables(room, now, model);
    each((input, row, column) => {
      input.addEventListener("input", () => type(input, row, column));
      input.addEventListener("keydown", (event) => onKey(event, input, row, column));
      input.addEventListener("paste", (event) => paste(event, row, column));
      input.addEventListener("blur", () => leave(input, row, column));
      input.addEventListener("focus", () => {
        here = [row, column];
        input.select();
        draw();
      });
    });
    draw();
  }
  room.onChange(HAND_SETTINGS, build);
  room.onChange(["answer"], show);
  room.onChange(["checked"], judged);
  room.onChange(["verdicts"], () => draw());
  build();
  return room.close;
}

export default { render };
