// Draws a PoolingStepper (pooling_stepper.py): the window over the picture, its numbers with the winner ringed or
// their mean, the pooled map filling up, and what became of every number of the picture.
import { createTable, sign } from "./shared/cells.js";
import { button, checkbox, choice, element, toggle, write, written } from "./shared/page.js";
import { STEP_KEYS, createSteps } from "./shared/steps.js";
import { mount } from "./shared/widget.js";

const SETTINGS = ["picture", "kernel_size", "stride", "padding", "ceil_mode"];
const AS_WINDOW = "= window"; // the stride that PyTorch takes where nothing is said
const MODES = { max: "max", average: "average" };
const shown = (value) => (value === -Infinity ? "−∞" : written(value));

/** How many windows fit along n pixels; the rule is that of `pool_output_size`. */
function places(n, { size, stride, padding, ceil }) {
  if (!ceil) return Math.max(1, Math.floor((n + 2 * padding - size) / stride) + 1);
  const count = Math.ceil((n + 2 * padding - size) / stride) + 1;
  return Math.max(1, (count - 1) * stride >= n + padding ? count - 1 : count);
}

/**
 * All windows of the model's settings, each { row, column, cells, winner, value }. A cell is { row, column, value },
 * value null where the window hangs over picture and padding; `winner` is the first of the largest.
 */
function describe(model) {
  const [picture, size, given, padding, ceil] = SETTINGS.map((name) => model.get(name));
  const how = { size, stride: given ?? size, padding, ceil };
  const largest = model.get("mode") === MODES.max;
  const [height, width] = [picture.length, picture[0].length];
  const [rows, columns] = [places(height, how), places(width, how)];
  const value = (row, column) => {
    if (row >= height + padding || column >= width + padding) return null;
    return picture[row]?.[column] ?? (largest ? -Infinity : 0);
  };
  const windows = Array.from({ length: rows * columns }, (_, position) => {
    const row = Math.floor(position / columns) * how.stride - padding;
    const column = (position % columns) * how.stride - padding;
    const cells = Array.from({ length: size * size }, (_, i) => {
      const place = { row: row + Math.floor(i / size), column: column + (i % size) };
      return { ...place, value: value(place.row, place.column) };
    });
    const there = cells.filter((cell) => cell.value !== null);
    const winner = there.reduce((best, cell) => (cell.value > best.value ? cell : best));
    const mean = there.reduce((total, cell) => total + cell.value, 0) / there.length;
    return { row, column, cells, there, winner, value: largest ? winner.value : mean };
  });
  const over = [[rows, height], [columns, width]].map(([count, n]) =>
    Math.max(0, (count - 1) * how.stride + size - n - 2 * padding));
  const inside = ({ row, column }) => picture[row]?.[column] !== undefined;
  return { picture, largest, height, width, rows, columns, windows, over, inside, ...how };
}

/** What became of the picture's numbers in the first windows: sets of "row,column" that were seen, and that won. */
function fates(now, upTo) {
  const [seen, won] = [new Set(), new Set()];
  for (const { cells, winner } of now.windows.slice(0, upTo + 1)) {
    for (const cell of cells) if (now.inside(cell)) seen.add(key(cell));
    if (now.inside(winner)) won.add(key(winner));
  }
  return { seen, won };
}

/** The name of a cell in the sets of `fates`. */
function key({ row, column }) {
  return `${row},${column}`;
}

/** Puts the three tables on the room's stage; returns how to show one position in them. */
function createTables(room, now, go) {
  const picture = createTable("picture", now.height, now.width, now.padding, now.over);
  const under = createTable("window", now.size, now.size);
  under.figure.classList.add("pooling-under");
  const map = createTable("pooled map", now.rows, now.columns);
  room.root.style.setProperty("--units", now.width + 2 * now.padding + now.over[1] + now.size + now.columns);
  const legend = createLegend(now);
  room.stage.replaceChildren(picture.figure, sign("→"), under.figure, sign("→"), map.figure, legend);

  const ever = fates(now, now.windows.length).seen;
  const border = now.largest ? "−∞" : "0";
  picture.each((cell, row, column) => {
    const inside = now.inside({ row, column });
    cell.classList.toggle("unseen", inside && !ever.has(key({ row, column })));
    if (!cell.classList.contains("beyond")) cell.textContent = inside ? written(now.picture[row][column]) : border;
  });
  picture.fit(now.picture.flat().map(written));
  under.fit(now.picture.flat().map(written));
  map.fit(now.windows.map(({ value }) => shown(value)));
  map.each((cell, row, column) => {
    const pick = button("", () => go(row * now.columns + column));
    pick.tabIndex = -1; // the arrow keys do the same
    cell.append(pick);
  });

  return (position, reached) => {
    const here = now.windows[position];
    const { seen, won } = fates(now, reached);
    picture.each((cell, row, column) => {
      const name = key({ row, column });
      const below = row >= here.row && row < here.row + now.size && column >= here.column
        && column < here.column + now.size;
      cell.classList.toggle("under", below && !cell.classList.contains("beyond"));
      cell.classList.toggle("winner", now.largest && name === key(here.winner));
      cell.classList.toggle("won", now.largest && won.has(name));
      cell.classList.toggle("lost", now.largest && seen.has(name) && !won.has(name));
    });
    picture.frame(here.row, here.column, now.size, now.size);
    here.cells.forEach((cell, i) => {
      const box = under.cells[Math.floor(i / now.size)][i % now.size];
      box.textContent = cell.value === null ? "" : shown(cell.value);
      box.classList.toggle("beyond", cell.value === null);
      box.classList.toggle("under", cell.value !== null);
      box.classList.toggle("padding", cell.value !== null && !now.inside(cell));
      box.classList.toggle("winner", now.largest && cell === here.winner);
      box.classList.toggle("lost", now.largest && cell !== here.winner);
    });
    under.frame(0, 0, now.size, now.size);
    map.each((cell, row, column) => {
      const index = row * now.columns + column;
      const value = index <= reached ? shown(now.windows[index].value) : "";
      write(cell.firstChild, value, `row ${row}, column ${column}: ${value || "not yet"}`);
      cell.classList.toggle("blank", index > reached);
      cell.classList.toggle("under", index === position);
    });
    map.frame(Math.floor(position / now.columns), position % now.columns, 1, 1);
  };
}

/** What the marks in the picture mean, those that can occur now. */
function createLegend(now) {
  const never = now.height * now.width > fates(now, now.windows.length).seen.size;
  const marks = [
    [now.largest, "winner", "7", "the largest: it stays"], [now.largest, "lost", "7", "thrown away"],
    [never, "unseen", "7", "under no window"],
    [now.padding > 0, "padding", now.largest ? "−∞" : "0", "padding"],
    [Math.max(...now.over) > 0, "beyond", "", "beyond the edge: does not count"],
  ];
  const entries = marks.filter(([needed]) => needed).map(([, name, text, meaning]) =>
    element("span", "", element("i", name, text), meaning));
  return element("div", "pooling-legend quiet", ...entries);
}

/** How the number comes about, where the window lies, and what was kept so far: what is read aloud at each step. */
function say(said, now, position, reached) {
  const { row, column, there, value } = now.windows[position];
  const numbers = there.map((cell) => shown(cell.value));
  const terms = there.length === 1 ? `${numbers[0]} alone`
    : now.largest ? `largest of ${numbers.join(", ")}`
      : `(${numbers.join(" + ").replaceAll("+ −", "− ")}) / ${there.length}`;
  const line = element("div", "pooling-value", `${terms} = `, element("b", "", shown(value)));
  const span = (first) => (now.size === 1 ? written(first) : `${written(first)} to ${written(first + now.size - 1)}`);
  const [total, columns] = [now.windows.length, now.columns];
  const place = `Cell ${position + 1} of ${total}: row ${Math.floor(position / columns)}, column ` +
    `${position % columns} of the pooled map. Window on rows ${span(row)}, columns ${span(column)} of the picture.`;
  said.replaceChildren(line, element("div", "pooling-place quiet", place),
    element("div", "pooling-count quiet", count(now, reached)));
}

/** How many numbers of the picture are still there after the windows shown so far. */
function count(now, reached) {
  const { seen, won } = fates(now, reached);
  const [all, left] = [now.height * now.width, now.height * now.width - seen.size];
  const made = reached + 1;
  const atEnd = made === now.windows.length;
  const never = atEnd && left ? ` ${left} of ${all} lay under no window.` : "";
  const start = atEnd ? "At the end" : "So far";
  const numbers = (n) => (n === 1 ? "1 number" : `${n} numbers`);
  if (!now.largest) return `${start}: ${numbers(seen.size)} mixed into ${made}.${never}`;
  return `${start}: of ${numbers(seen.size)}, ${won.size} kept and ${seen.size - won.size} thrown away.${never}`;
}

/** Controls for the settings; change(values) is called with what the reader asks for. Returns how to show them. */
function createSettings(room, change) {
  const mode = toggle("which pooling", Object.values(MODES), (text) => change({ mode: text }));
  const size = choice("kernel_size", [], (text) => change({ kernel_size: Number(text) }));
  const stride = choice("stride", [], (text) => change({ stride: text === AS_WINDOW ? null : Number(text) }));
  const padding = choice("padding", [], (text) => change({ padding: Number(text) }));
  const ceil = checkbox("ceil_mode", false, (ticked) => change({ ceil_mode: ticked }));
  const parts = [mode, size, stride, padding, ceil].map(({ figure }) => figure);
  room.controls.after(element("div", "cw-controls pooling-settings", ...parts));
  const offer = ({ select, show }, texts, now) => {
    if (select.textContent !== texts.join("")) select.replaceChildren(...texts.map((t) => element("option", "", t)));
    show(now);
  };
  const upTo = (first, last, now) => {
    const count = Math.max(last, now) - first + 1;
    return Array.from({ length: count }, (_, i) => String(first + i));
  };
  return (model, now) => {
    const smaller = Math.min(now.height, now.width);
    mode.show(model.get("mode"));
    offer(size, upTo(1, smaller, now.size), String(now.size));
    const given = model.get("stride");
    offer(stride, [AS_WINDOW, ...upTo(1, smaller, given ?? 1)], given === null ? AS_WINDOW : String(given));
    offer(padding, upTo(0, Math.floor(now.size / 2), now.padding), String(now.padding));
    ceil.show(now.ceil);
  };
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "pooling", label: "Pooling, step by step. Arrow keys move the window, space plays, m changes the mode.",
    keys: `${STEP_KEYS}, m for max or average`,
  });
  let [now, showTables, changing] = [describe(model), null, false];
  const steps = createSteps(room, model, {
    size: () => now,
    show: (position, reached) => {
      showTables(position, reached);
      say(room.said, now, position, reached);
    },
  });
  const showSettings = createSettings(room, change);

  /** Takes new settings all at once; those that no longer fit give way. */
  function change(values) {
    const size = values.kernel_size ?? model.get("kernel_size");
    const padding = Math.min(values.padding ?? model.get("padding"), Math.floor(size / 2));
    changing = true; // one drawing for all of them
    room.set("mode" in values ? values : { position: 0, reached: 0, ...values, padding });
    changing = false;
    build();
  }
  function build() {
    if (changing) return;
    now = describe(model);
    showTables = createTables(room, now, steps.go);
    showSettings(model, now);
    steps.draw();
  }
  const other = () => change({ mode: now.largest ? MODES.average : MODES.max });
  room.onKeys(() => ({ m: other, M: other }));
  room.onChange([...SETTINGS, "mode"], build);
  build();
  return room.close;
}

export default { render };
