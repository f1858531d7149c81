// Draws a KernelZoo (kernel_zoo.py): a photograph, the same convolved with the kernel chosen or typed, and the nine
// products behind the pixel that the pointer or the keys are on.
import { createCanvas, floats, paint } from "./shared/canvas.js";
import { createTable, sign } from "./shared/cells.js";
import { EDIT_KEYS, editCells, finishEdit } from "./shared/edit.js";
import { choice, createNote, element, written } from "./shared/page.js";
import { createProducts, sumLine, total } from "./shared/products.js";
import { atNextFrame, mount } from "./shared/widget.js";

const OWN = "your own";
const SIDE = 3; // of every kernel here
const BRIGHTEST = 255;

/** The photograph: its size and its pixels, row by row; and the size of the map. */
function read(model) {
  const { shape: [height, width], bytes } = model.get("image");
  return { height, width, pixels: floats(bytes), rows: height - SIDE + 1, columns: width - SIDE + 1 };
}

/** The feature map, row by row. */
function convolve({ pixels, width, rows, columns }, kernel) {
  const [a, b, c, d, e, f, g, h, i] = kernel.flat();
  const map = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let p = row * width, end = p + columns; p < end; p++, at++) {
      const [q, r] = [p + width, p + 2 * width];
      map[at] = pixels[p] * a + pixels[p + 1] * b + pixels[p + 2] * c
        + pixels[q] * d + pixels[q + 1] * e + pixels[q + 2] * f
        + pixels[r] * g + pixels[r + 1] * h + pixels[r + 2] * i;
    }
  }
  return map;
}

/** The nine pairs of pixel and weight under a cell of the map. */
function pairs({ pixels, width }, kernel, [row, column]) {
  return kernel.flatMap((line, i) => line.map((weight, j) =>
    ({ pixel: pixels[(row + i) * width + column + j], weight })));
}

/**
 * A picture of `height` by `width` with its title, a frame on `side` by `side` of its pixels, and a scale below.
 * `go(row, column)` when the pointer is over a pixel, `pin(row, column)` when it is clicked.
 */
function createPicture(title, height, width, side, go, pin) {
  const canvas = createCanvas(title, Math.min(380, (330 * width) / height));
  const frame = element("div", "zoo-frame");
  const box = element("div", "zoo-box", canvas, frame);
  const scale = element("div", "zoo-scale quiet");
  const figure = element("figure", "zoo-figure", element("figcaption", "", title), box, scale);
  figure.dataset.name = title;
  const at = (event) => {
    const edges = box.getBoundingClientRect();
    const among = (offset, length, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / length) * count)));
    const row = among(event.clientY - edges.top, edges.height, height);
    return [row, among(event.clientX - edges.left, edges.width, width)];
  };
  let [pointed, last] = [[0, 0], ""];
  const follow = atNextFrame(() => go(...pointed));
  box.addEventListener("pointermove", (event) => {
    const place = `${event.clientX},${event.clientY}`;
    if (place === last) return; // the page moved below a pointer at rest
    last = place;
    pointed = at(event);
    follow();
  });
  box.addEventListener("click", (event) => pin(...at(event)));
  const show = ([row, column]) => {
    const place = { "--x": column / width, "--y": row / height, "--w": side / width, "--h": side / height };
    for (const [name, value] of Object.entries(place)) frame.style.setProperty(name, value);
  };
  /** Paints values from `low` (black) to white, with a legend. */
  const draw = (values, low) => {
    paint(canvas, values, [height, width], { low, high: BRIGHTEST });
    const marks = low < 0 ? [written(low), "0", String(BRIGHTEST)] : ["0", String(BRIGHTEST)];
    scale.replaceChildren(...marks.map((mark) => element("span", "", mark)));
  };
  return { figure, box, show, draw };
}

/** The window's pixels, the kernel, the products: `edit(table)` makes the kernel's weights editable. */
function createTables(edit) {
  const pixels = createTable("window", SIDE, SIDE);
  const kernel = createTable("kernel", SIDE, SIDE);
  const products = createProducts(SIDE, SIDE);
  for (const { each, figure } of [pixels, kernel]) {
    figure.classList.add("zoo-plain");
    each((cell) => cell.classList.add("under"));
  }
  edit(kernel);
  const figure = element("div", "cw-stage zoo-tables",
    pixels.figure, sign("×"), kernel.figure, sign("="), products.figure);
  const write = (table, values) => {
    table.each((cell, row, column) => { cell.textContent = written(values[row * SIDE + column]); });
    table.fit(values.map(written));
  };
  const show = (all) => {
    write(pixels, all.map(({ pixel }) => pixel));
    products.show(all);
  };
  return { figure, show, weigh: (weights) => write(kernel, weights.flat()) };
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "zoo", label: "Kernels on a photograph. Arrow keys move the window, with shift by 10.",
    keys: `← → ↑ ↓ one pixel, with Shift ten, Home and End of the row; a click pins the window; ${EDIT_KEYS}`,
  });
  const note = createNote();
  let [own, pinned] = [null, false]; // the last kernel without a name; whether the window stays where it is
  const list = choice("kernel", [], (name) => room.set({ kernel: model.get("kernels")[name] ?? own }));
  const about = element("span", "zoo-about quiet");
  room.controls.append(list.figure, about);
  room.controls.after(note.figure);
  room.root.style.setProperty("--units", SIDE * 3.75);
  let now, map, photograph, result, tables;

  const cell = () => [Math.min(model.get("row"), now.rows - 1), Math.min(model.get("column"), now.columns - 1)];
  const go = (row, column) => {
    const within = (n, count) => Math.min(count - 1, Math.max(0, n));
    room.set({ row: within(row, now.rows), column: within(column, now.columns) });
  };
  const hover = (row, column) => pinned || go(row, column);
  const pin = (row, column) => {
    pinned = !pinned;
    go(row, column);
    draw();
  };
  const edit = (table) => editCells(table, {
    value: (row, column) => model.get("kernel")[row][column],
    keep: (row, column, number) => {
      const kernel = structuredClone(model.get("kernel"));
      kernel[row][column] = number;
      room.set({ kernel });
    },
    note: note.say,
  });

  function build() {
    now = read(model);
    const centred = (act) => (row, column) => act(row - 1, column - 1);
    photograph = createPicture("photograph", now.height, now.width, SIDE, centred(hover), centred(pin));
    result = createPicture("feature map", now.rows, now.columns, 1, hover, pin);
    tables = createTables(edit);
    const pictures = element("div", "zoo-pictures", photograph.figure, sign("→"), result.figure);
    room.stage.replaceChildren(pictures, room.controls, note.figure, tables.figure);
    photograph.draw(now.pixels, 0);
    weigh();
  }
  /** Draws what depends on the kernel. */
  function weigh() {
    finishEdit(room.root);
    const [kernel, kernels] = [model.get("kernel"), model.get("kernels")];
    const sum = total(kernel.flat());
    const flat = Math.abs(sum) < 1e-9;
    map = convolve(now, kernel);
    result.draw(map, sum > 1e-9 ? 0 : -BRIGHTEST); // the rule of scale_of in figures/convolved.py
    const same = ([, other]) => other.flat().every((weight, i) => weight === kernel.flat()[i]);
    const name = Object.entries(kernels).find(same)?.[0] ?? OWN;
    if (name === OWN) own = kernel;
    list.offer([...Object.keys(kernels), ...(own ? [OWN] : [])]);
    list.show(name);
    about.textContent = `The weights add up to ${flat ? "0" : written(sum)}${sum > 1e-9 ? "" : ": grey is 0"}.`;
    tables.weigh(kernel);
    draw();
  }
  /** Draws what depends on the window. */
  function draw() {
    const [row, column] = cell();
    const all = pairs(now, model.get("kernel"), [row, column]);
    photograph.show([row, column]);
    result.show([row, column]);
    tables.show(all);
    const place = `Row ${row}, column ${column} of the feature map is ${written(map[row * now.columns + column])}. ` +
      `Window on rows ${row} to ${row + SIDE - 1}, columns ${column} to ${column + SIDE - 1} of the photograph.` +
      (pinned ? " Pinned: click again to free it." : "");
    const sum = sumLine(all.map(({ pixel, weight }) => pixel * weight));
    room.said.replaceChildren(sum, element("div", "zoo-place quiet", place));
  }

  room.onKeys(({ shiftKey }) => {
    const [[row, column], by] = [cell(), shiftKey ? 10 : 1];
    return {
      ArrowRight: () => go(row, column + by), ArrowLeft: () => go(row, column - by),
      ArrowDown: () => go(row + by, column), ArrowUp: () => go(row - by, column),
      Home: () => go(row, 0), End: () => go(row, now.columns - 1),
    };
  });
  room.onChange(["image"], build);
  room.onChange(["kernel", "kernels"], weigh);
  room.onChange(["row", "column"], draw);
  build();
  return room.close;
}

export default { render };
