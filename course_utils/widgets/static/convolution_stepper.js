// Draws a ConvolutionStepper (convolution_stepper.py): the window over the picture, the products, their sum, and the
// feature map filling up.
import { createTable, sign } from "./shared/cells.js";
import { button, element, written } from "./shared/page.js";
import { STEP_KEYS, createSteps } from "./shared/steps.js";
import { mount } from "./shared/widget.js";

/** All that one step shows, worked out from the model. */
function describe(model) {
  const [picture, kernel, stride, padding] = ["picture", "kernel", "stride", "padding"].map((name) => model.get(name));
  const size = (pixels, weights) => Math.floor((pixels + 2 * padding - weights) / stride) + 1;
  const rows = size(picture.length, kernel.length);
  const columns = size(picture[0].length, kernel[0].length);
  const place = (position) => ({ row: Math.floor(position / columns), column: position % columns });
  const corner = ({ row, column }) => ({ row: row * stride - padding, column: column * stride - padding });
  const pixel = (row, column) => picture[row]?.[column] ?? 0; // zeros in the padding
  const pairs = (position) => {
    const from = corner(place(position));
    return kernel.map((line, i) => line.map((weight, j) => ({ pixel: pixel(from.row + i, from.column + j), weight })));
  };
  const sum = (position) => pairs(position).flat().reduce((total, pair) => total + pair.pixel * pair.weight, 0);
  return { picture, kernel, padding, rows, columns, place, corner, pixel, pairs, sum, total: rows * columns };
}

/** Puts the four tables on the room's stage; returns how to show one position in them. */
function createTables(model, room, go) {
  const now = describe(model);
  const [height, width] = [now.kernel.length, now.kernel[0].length];
  const picture = createTable("picture", now.picture.length, now.picture[0].length, now.padding);
  const kernel = createTable("kernel", height, width);
  const products = createTable("pixel × weight", height, width);
  products.figure.classList.add("stepper-products");
  const map = createTable("feature map", now.rows, now.columns);
  const units = now.picture[0].length + 2 * now.padding + width * 2.75 + now.columns;
  room.root.style.setProperty("--units", units);
  room.stage.replaceChildren(
    picture.figure, sign("×"), kernel.figure, sign("="), products.figure, sign("→"), map.figure,
  );

  picture.each((cell, row, column) => { cell.textContent = written(now.pixel(row, column)); });
  kernel.each((cell, row, column) => { cell.textContent = written(now.kernel[row][column]); });
  kernel.each((cell) => cell.classList.add("under"));
  kernel.frame(0, 0, height, width);
  picture.fit(now.picture.flat().map(written));
  kernel.fit(now.kernel.flat().map(written));
  map.fit(Array.from({ length: now.total }, (_, position) => written(now.sum(position))));
  map.each((cell, row, column) => {
    const pick = button("", () => go(row * now.columns + column));
    pick.tabIndex = -1; // the arrow keys do the same
    cell.append(pick);
  });

  return (position, reached) => {
    const [here, from] = [now.place(position), now.corner(now.place(position))];
    picture.each((cell, row, column) => {
      const under = row >= from.row && row < from.row + height && column >= from.column && column < from.column + width;
      cell.classList.toggle("under", under);
    });
    picture.frame(from.row, from.column, height, width);
    now.pairs(position).forEach((line, row) => line.forEach(({ pixel, weight }, column) => {
      const factor = weight < 0 ? `(${written(weight)})` : written(weight);
      const product = element("b", pixel * weight === 0 ? "nothing" : "", written(pixel * weight));
      products.cells[row][column].replaceChildren(element("small", "", `${written(pixel)} × ${factor}`), product);
    }));
    map.each((cell, row, column) => {
      const index = row * now.columns + column;
      const value = index <= reached ? written(now.sum(index)) : "";
      cell.firstChild.textContent = value;
      cell.firstChild.setAttribute("aria-label", `row ${row}, column ${column}: ${value || "not yet"}`);
      cell.classList.toggle("blank", index > reached);
      cell.classList.toggle("under", index === position);
    });
    map.frame(here.row, here.column, 1, 1);
  };
}

/** The sum written out, and where the window lies: what is read aloud at each step. */
function say(said, model, position) {
  const now = describe(model);
  const products = now.pairs(position).flat().map(({ pixel, weight }) => pixel * weight);
  const signed = (value) => `${value < 0 ? "−" : "+"} ${written(Math.abs(value))}`;
  const terms = products.map((value, i) => (i === 0 ? written(value) : signed(value)));
  const [here, from] = [now.place(position), now.corner(now.place(position))];
  const span = (first, count) => (count === 1 ? written(first) : `${written(first)} to ${written(first + count - 1)}`);
  const sum = element("div", "stepper-sum", `${terms.join(" ")} = `);
  sum.append(element("b", "", written(now.sum(position))));
  said.replaceChildren(sum, element("div", "stepper-place quiet",
    `Cell ${position + 1} of ${now.total}: row ${here.row}, column ${here.column} of the feature map. Window on rows ` +
    `${span(from.row, now.kernel.length)}, columns ${span(from.column, now.kernel[0].length)} of the picture.`));
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "stepper", label: "Convolution, step by step. Arrow keys move the window, space plays.", keys: STEP_KEYS,
  });
  let showTables;
  const steps = createSteps(room, model, {
    size: () => describe(model),
    show: (position, reached) => {
      showTables(position, reached);
      say(room.said, model, position);
    },
  });
  const build = () => {
    showTables = createTables(model, room, steps.go);
    steps.draw();
  };
  room.onChange(["picture", "kernel", "stride", "padding"], build);
  build();
  return room.close;
}

export default { render };
