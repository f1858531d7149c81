// Draws a ConvolutionStepper (convolution_stepper.py): the window over the picture, the products, their sum, and the
// feature map filling up. Plain DOM, so that a screen reader has tables to read; no library, no network.

const PAUSE = 1100; // milliseconds between two steps of play

/** A number as it stands in a cell: whole ones without a point, others to two places, with a real minus sign. */
function written(value) {
  const text = String(Math.round(value * 100) / 100);
  return (text === "-0" ? "0" : text).replace("-", "−");
}

function element(tag, className = "", content = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(content);
  return made;
}

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

/** A titled table of cells with numbered rows and columns; `cells` is addressed [row][column] without padding. */
function createTable(title, rows, columns, padding = 0) {
  const figure = element("figure", `stepper-table stepper-${title.replace(/\W+/g, "-")}`);
  const box = element("div", "stepper-box");
  const table = element("table");
  table.setAttribute("aria-label", title);
  const label = (count, index) => element("th", "", index >= 0 && index < count ? String(index) : "");
  const head = table.insertRow();
  head.append(element("th"));
  for (let column = -padding; column < columns + padding; column++) head.append(label(columns, column));
  const cells = {};
  for (let row = -padding; row < rows + padding; row++) {
    const line = table.insertRow();
    line.append(label(rows, row));
    cells[row] = {};
    for (let column = -padding; column < columns + padding; column++) {
      cells[row][column] = line.insertCell();
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      cells[row][column].classList.toggle("padding", !inside);
    }
  }
  box.append(table);
  figure.append(element("figcaption", "", title), box);
  const frame = (row, column, height, width) => {
    if (!box.querySelector(".stepper-window")) box.append(element("div", "stepper-window"));
    const place = { row: row + padding, column: column + padding, rows: height, columns: width };
    for (const [name, value] of Object.entries(place)) {
      box.querySelector(".stepper-window").style.setProperty(`--${name}`, value);
    }
  };
  const each = (visit) => {
    for (const row in cells) for (const column in cells[row]) visit(cells[row][column], Number(row), Number(column));
  };
  const fit = (texts) => { // long numbers are written smaller
    const longest = Math.max(...texts.map((text) => text.length));
    table.style.setProperty("--text", Math.min(0.4, 1.2 / longest));
  };
  return { figure, cells, frame, each, fit };
}

/** The four tables; returns how to show one position in them. */
function createTables(model, parent, go) {
  const now = describe(model);
  const [height, width] = [now.kernel.length, now.kernel[0].length];
  const picture = createTable("picture", now.picture.length, now.picture[0].length, now.padding);
  const kernel = createTable("kernel", height, width);
  const products = createTable("pixel × weight", height, width);
  products.figure.classList.add("stepper-products");
  const map = createTable("feature map", now.rows, now.columns);
  const units = now.picture[0].length + 2 * now.padding + width * 2.75 + now.columns;
  parent.parentElement.style.setProperty("--units", units); // the style sheet works out the size of a cell
  parent.replaceChildren(
    picture.figure, element("span", "stepper-sign", "×"), kernel.figure, element("span", "stepper-sign", "="),
    products.figure, element("span", "stepper-sign", "→"), map.figure,
  );
  for (const sign of parent.querySelectorAll(".stepper-sign")) sign.setAttribute("aria-hidden", "true");

  picture.each((cell, row, column) => { cell.textContent = written(now.pixel(row, column)); });
  kernel.each((cell, row, column) => { cell.textContent = written(now.kernel[row][column]); });
  kernel.each((cell) => cell.classList.add("under"));
  kernel.frame(0, 0, height, width);
  picture.fit(now.picture.flat().map(written));
  kernel.fit(now.kernel.flat().map(written));
  map.fit(Array.from({ length: now.total }, (_, position) => written(now.sum(position))));
  map.each((cell, row, column) => {
    const button = element("button");
    button.tabIndex = -1; // the arrow keys do the same
    button.onclick = () => go(row * now.columns + column);
    cell.append(button);
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
  const terms = products.map((value, i) => (i === 0 ? written(value) : `${value < 0 ? "−" : "+"} ${written(Math.abs(value))}`));
  const [here, from] = [now.place(position), now.corner(now.place(position))];
  const span = (first, count) => (count === 1 ? written(first) : `${written(first)} to ${written(first + count - 1)}`);
  const sum = element("div", "stepper-sum", `${terms.join(" ")} = `);
  sum.append(element("b", "", written(now.sum(position))));
  said.replaceChildren(sum, element("div", "stepper-place",
    `Cell ${position + 1} of ${now.total}: row ${here.row}, column ${here.column} of the feature map. Window on rows ` +
    `${span(from.row, now.kernel.length)}, columns ${span(from.column, now.kernel[0].length)} of the picture.`));
}

function render({ model, el }) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const root = element("div", "stepper");
  const tables = element("div", "stepper-tables");
  const said = element("div", "stepper-said");
  const controls = element("div", "stepper-controls");
  const keys = element("p", "stepper-keys", "Keys: ← → one cell, ↑ ↓ one row, Home, End, space to play");
  const button = (text, act, className = "") => {
    const made = element("button", className, text);
    made.type = "button";
    made.onclick = act;
    controls.append(made);
    return made;
  };
  const back = button("Back", () => go(model.get("position") - 1));
  const step = button("Step", () => go(model.get("position") + 1), "main");
  const play = button("Play", () => (timer ? pause() : start()));
  button("Restart", restart);
  root.tabIndex = 0;
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab keeps its own keys out
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Convolution, step by step. Arrow keys move the window, space plays.");
  said.setAttribute("aria-live", "polite");
  said.setAttribute("aria-atomic", "true");
  root.append(tables, said, controls, keys);
  const frame = element("div", "stepper-frame-for-width");
  frame.append(root);
  el.append(frame);

  el.dataset.live = "";
  const stills = [...document.querySelectorAll(`[data-still="${model.get("still")}"]`)]; // the pictures it stands in for
  const hidden = stills.map((still) => still.closest(".jp-OutputArea-child") ?? still);
  for (const output of hidden) output.style.display = "none";

  let show, timer;
  const total = () => describe(model).total;

  function go(position, reached = model.get("reached")) {
    const to = Math.min(Math.max(position, 0), total() - 1);
    model.set("position", to);
    model.set("reached", Math.max(reached, to));
    model.save_changes();
    draw();
  }
  function restart() {
    pause();
    go(0, 0);
  }
  function start() {
    if (model.get("position") === total() - 1) go(0, 0);
    timer = setInterval(() => {
      go(model.get("position") + 1);
      if (model.get("position") === total() - 1) pause();
    }, PAUSE);
    draw();
  }
  function pause() {
    clearInterval(timer);
    timer = undefined;
    draw();
  }
  function draw() {
    const position = Math.min(model.get("position"), total() - 1);
    show(position, model.get("reached"));
    say(said, model, position);
    back.disabled = position === 0;
    step.disabled = position === total() - 1;
    play.disabled = calm.matches;
    play.title = calm.matches ? "Your system asks for reduced motion: use Step." : "";
    play.textContent = timer ? "Pause" : "Play";
  }
  function build() {
    show = createTables(model, tables, go);
    draw();
  }

  root.addEventListener("keydown", (event) => {
    const { position, columns } = { position: model.get("position"), columns: describe(model).columns };
    const moves = {
      ArrowRight: () => go(position + 1), ArrowLeft: () => go(position - 1),
      ArrowDown: () => position + columns < total() && go(position + columns),
      ArrowUp: () => position - columns >= 0 && go(position - columns),
      Home: () => go(0), End: () => go(total() - 1),
    };
    if (event.target === root) moves[" "] = () => play.click();
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  });
  const changes = {
    "change:picture": build, "change:kernel": build, "change:stride": build, "change:padding": build,
    "change:position": draw, "change:reached": draw,
  };
  for (const [change, act] of Object.entries(changes)) model.on(change, act);
  calm.addEventListener("change", draw);
  build();
  return () => {
    clearInterval(timer);
    for (const [change, act] of Object.entries(changes)) model.off(change, act);
    calm.removeEventListener("change", draw);
    for (const output of hidden) output.style.display = "";
  };
}

export default { render };
