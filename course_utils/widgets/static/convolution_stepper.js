// Draws a ConvolutionStepper (convolution_stepper.py): the window over the picture, the products, their sum, and the
// feature map filling up. Pixels and weights can be edited; what that changes in the map is marked.
import { createTable, sign } from "./shared/cells.js";
import { EDIT_KEYS, editCells, finishEdit } from "./shared/edit.js";
import { button, choice, createNote, element, write, written } from "./shared/page.js";
import { added, createProducts, sumLine, total } from "./shared/products.js";
import { STEP_KEYS, createSteps } from "./shared/steps.js";
import { mount } from "./shared/widget.js";

const SETTINGS = ["picture", "kernel", "stride", "padding", "dilation"];
const OFFERED = { stride: [1, 4], padding: [0, 3], dilation: [1, 3] };

/** All that one step shows, worked out from the model, or from it with some traits changed. */
function describe(model, changed = {}) {
  const values = SETTINGS.map((name) => changed[name] ?? model.get(name));
  const [picture, kernel, stride, padding, dilation] = values;
  const deep = Array.isArray(picture[0][0]);
  const [channels, slices] = deep ? [picture, kernel] : [[picture], [kernel]];
  const [height, width] = [channels[0].length, channels[0][0].length];
  const size = [slices[0].length, slices[0][0].length]; // of the kernel
  const span = size.map((weights) => dilation * (weights - 1) + 1);
  const places = (pixels, reach) => Math.floor((pixels + 2 * padding - reach) / stride) + 1;
  const [rows, columns] = [places(height, span[0]), places(width, span[1])];
  const place = (position) => ({ row: Math.floor(position / columns), column: position % columns });
  const corner = (position) => {
    const { row, column } = place(position);
    return { row: row * stride - padding, column: column * stride - padding };
  };
  const pixel = (channel, row, column) => channels[channel][row]?.[column] ?? 0; // zeros in the padding
  const under = (from, row, column) => [row - from.row, column - from.column].every((offset, axis) =>
    offset >= 0 && offset < span[axis] && offset % dilation === 0);
  const pairs = (position) => {
    const from = corner(position);
    return slices.map((slice, channel) => slice.flatMap((line, i) => line.map((weight, j) =>
      ({ pixel: pixel(channel, from.row + i * dilation, from.column + j * dilation), weight }))));
  };
  const products = (position) => pairs(position).map((ones) => ones.map((one) => one.pixel * one.weight));
  const sums = (position) => products(position).map(total); // one for each channel
  const known = []; // every sum is asked for at each step
  const sum = (position) => (known[position] ??= total(sums(position)));
  return {
    deep, channels, slices, height, width, size, span, stride, padding, dilation, rows, columns, place, corner, pixel,
    under, pairs, products, sums, sum, total: rows * columns, key: JSON.stringify(values),
    form: JSON.stringify([deep, channels.length, height, width, size, stride, padding, dilation]),
  };
}

/** The tables of one channel: pixels, weights and their products; `edit(table, trait)` makes a table editable. */
function createChannel(now, index, edit) {
  const name = (table) => (now.channels.length > 1 ? `${table}[${index}]` : table);
  const picture = createTable(name("picture"), now.height, now.width, now.padding);
  const kernel = createTable(name("kernel"), ...now.size);
  const products = createProducts(...now.size);
  const part = element("div", "stepper-part");
  part.setAttribute("aria-hidden", "true"); // the line below says it
  kernel.each((cell) => cell.classList.add("under"));
  kernel.frame(0, 0, ...now.size);
  edit(picture, "picture");
  edit(kernel, "kernel");
  const parts = [picture.figure, sign("×"), kernel.figure, sign("="), products.figure];
  if (now.channels.length > 1) parts.push(part);

  const fill = (now) => {
    picture.each((cell, row, column) => { cell.textContent = written(now.pixel(index, row, column)); });
    kernel.each((cell, row, column) => { cell.textContent = written(now.slices[index][row][column]); });
    picture.fit(now.channels.flat(2).map(written));
    kernel.fit(now.slices.flat(2).map(written));
  };
  const show = (now, position) => {
    const from = now.corner(position);
    picture.each((cell, row, column) => cell.classList.toggle("under", now.under(from, row, column)));
    picture.frame(from.row, from.column, ...now.span);
    products.show(now.pairs(position)[index]);
    part.replaceChildren(element("small", "", "sum"), element("b", "", written(now.sums(position)[index])));
  };
  return { parts, fill, show };
}

/** The feature map; `go(position)` when a cell of it is clicked. */
function createMap(now, go) {
  const map = createTable("feature map", now.rows, now.columns);
  let old = new Map(); // what stood in the cells that the last edit changed
  map.each((cell, row, column) => {
    const pick = button("", () => go(row * now.columns + column));
    pick.tabIndex = -1; // the arrow keys do the same
    cell.append(pick);
  });
  const fill = (now) => map.fit(Array.from({ length: now.total }, (_, position) => written(now.sum(position))));
  const show = (now, position, reached) => {
    map.each((cell, row, column) => {
      const index = row * now.columns + column;
      const value = index <= reached ? written(now.sum(index)) : "";
      const was = old.has(index) ? `, changed${value && ` from ${written(old.get(index))}`}` : "";
      write(cell.firstChild, value, `row ${row}, column ${column}: ${value || "not yet"}${was}`);
      cell.classList.toggle("blank", index > reached);
      cell.classList.toggle("under", index === position);
    });
    const { row, column } = now.place(position);
    map.frame(row, column, 1, 1);
  };
  /** Marks the cells that are not what they were; returns how many. */
  const compare = (before, now) => {
    const all = Array.from({ length: now.total }, (_, position) => [position, before.sum(position)]);
    old = new Map(all.filter(([position, sum]) => Math.abs(now.sum(position) - sum) > 1e-9));
    map.each((cell) => cell.classList.remove("changed"));
    map.table.getBoundingClientRect(); // so that a mark set again flashes again
    for (const position of old.keys()) {
      const { row, column } = now.place(position);
      map.cells[row][column].classList.add("changed");
    }
    return old.size;
  };
  return { figure: map.figure, fill, show, compare };
}

/** Puts all tables on the room's stage; returns how to fill them, to show one position, and to mark changes. */
function createTables(room, now, go, edit) {
  const channels = now.channels.map((_, index) =>
    createChannel(now, index, (table, trait) => edit(table, trait, index)));
  const map = createMap(now, go);
  const rows = channels.map(({ parts }) => element("div", "stepper-channel", ...parts));
  const front = now.width + 2 * now.padding + now.size[1] * 2.75; // cells across, less those of the map
  room.root.style.setProperty("--front", front);
  room.root.style.setProperty("--units", front + now.columns);
  room.root.classList.toggle("deep", rows.length > 1);
  const parts = rows.length > 1 ? [element("div", "stepper-channels", ...rows)] : channels[0].parts;
  room.stage.replaceChildren(...parts, sign("→"), map.figure);
  const each = (method) => (...values) => [...channels, map].forEach((part) => part[method](...values));
  return { fill: each("fill"), show: each("show"), compare: map.compare };
}

/** The sum written out, and where the window lies: what is read aloud at each step. */
function say(said, now, position) {
  const products = now.products(position);
  const many = products.length > 1;
  const parts = !many ? [] : products.map((terms, channel) =>
    element("div", "stepper-channel-sum quiet", `channel ${channel}: ${added(terms)} = ${written(total(terms))}`));
  const [here, from] = [now.place(position), now.corner(position)];
  const span = (first, axis) => Array.from({ length: now.size[axis] }, (_, i) => written(first + i * now.dilation));
  const run = (all) => (all.length === 1 ? all[0] : `${all[0]} to ${all.at(-1)}`);
  const listed = (first, axis) => (now.dilation > 1 ? span(first, axis).join(", ") : run(span(first, axis)));
  said.replaceChildren(...parts, sumLine(many ? now.sums(position) : products[0]),
    element("div", "stepper-place quiet",
      `Cell ${position + 1} of ${now.total}: row ${here.row}, column ${here.column} of the feature map. Window on ` +
      `rows ${listed(from.row, 0)}, columns ${listed(from.column, 1)} of the picture.`));
}

/** Why a setting leaves no place for the window. */
function refusal(next) {
  const [axis, pixels] = next.rows < 1 ? [0, next.height] : [1, next.width];
  const kind = ["rows", "columns"][axis];
  return `That does not fit: the window would span ${next.span[axis]} ${kind}, the picture with its padding has ` +
    `${pixels + 2 * next.padding}. Choose more padding or less dilation.`;
}

/** Controls for the numbers of OFFERED; `change(values)` when one is chosen. Returns how to show them. */
function createSettings(room, change) {
  const list = (name) => choice(name, [], (text) => change({ [name]: Number(text) }));
  const lists = Object.keys(OFFERED).map((name) => [name, list(name)]);
  room.controls.after(element("div", "cw-controls stepper-settings", ...lists.map(([, { figure }]) => figure)));
  return (now) => {
    for (const [name, { offer, show }] of lists) {
      const [first, last] = [OFFERED[name][0], Math.max(OFFERED[name][1], now[name])];
      offer(Array.from({ length: last - first + 1 }, (_, i) => String(first + i)));
      show(String(now[name]));
    }
  };
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "stepper", label: "Convolution, step by step. Arrow keys move the window, space plays.",
    keys: `${STEP_KEYS}; ${EDIT_KEYS}`,
  });
  const note = createNote();
  let [now, tables, edited] = [describe(model), null, ""];
  const steps = createSteps(room, model, {
    size: () => now,
    show: (position, reached) => {
      tables.show(now, position, reached);
      say(room.said, now, position);
    },
  });
  let resetting = false; // picture and kernel change one after the other, and may not fit each other in between
  room.controls.append(button("Reset", () => {
    resetting = true;
    room.set({ ...model.get("original"), position: 0, reached: 0 });
    resetting = false;
    update();
  }));
  room.controls.lastChild.title = "Put the numbers and settings back as they were at first.";
  room.controls.after(note.figure);
  const showSettings = createSettings(room, change);

  /** Takes a setting if the window still fits somewhere. */
  function change(values) {
    const next = describe(model, values);
    const fits = next.rows > 0 && next.columns > 0;
    note.say(fits ? "" : refusal(next));
    if (fits) room.set({ position: 0, reached: 0, ...values });
    else showSettings(now);
  }
  /** Lets a table of a channel be edited, and the trait that it shows with it. */
  function edit(table, trait, channel) {
    const tableOf = (all) => (now.deep ? all[channel] : all);
    editCells(table, {
      value: (row, column) => tableOf(model.get(trait))[row][column],
      keep: (row, column, number) => {
        const all = structuredClone(model.get(trait));
        tableOf(all)[row][column] = number;
        const where = `row ${row}, column ${column} of ${table.figure.dataset.name}`;
        edited = `${where[0].toUpperCase()}${where.slice(1)} is ${written(number)} now: `;
        room.set({ [trait]: all });
        edited = "";
      },
      note: note.say,
    });
  }
  function build() {
    tables = createTables(room, now, steps.go, edit);
    tables.fill(now);
    showSettings(now);
    steps.draw();
  }
  /** After a change: builds anew where sizes changed, else fills in the numbers and marks what they change. */
  function update() {
    finishEdit(room.root);
    const before = now;
    now = describe(model);
    if (now.key === before.key) return;
    if (now.form !== before.form) {
      build();
      return;
    }
    const count = tables.compare(before, now);
    tables.fill(now);
    steps.draw();
    note.say(`${edited}${count} of ${now.total} cells of the feature map changed.`);
  }
  room.onChange(SETTINGS, () => resetting || update());
  build();
  return room.close;
}

export default { render };
