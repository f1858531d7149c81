// Draws a LayerPlayground (layer_playground.py): a list of layers as text and as blocks that can be moved, the volumes
// that shrink below them, and the summary of the network, all worked out here at every change.
import {
  summaryOf, asPython, counted, LONGEST_LIST, MOST_FILTERS, product, readLayers, times,
} from "./layers_summary.js";
import { dragColumns, fillColumns } from "./layers_columns.js";
import { button, copyText, element } from "./shared/page.js";
import { mount } from "./shared/widget.js";

const PAUSE = 1200; // milliseconds after which a digit begins a new number
const CONNECTIONS = "Connections are the multiply-adds for one picture, biases included. ";
const LEGEND = "Sees: pixels of the picture that one cell depends on. Depths of the boxes are on a scale of their own.";

/** The traits, with a summary of the list. */
function describeLayers(model) {
  const [layers, shape, padding, classes, counts] =
    ["layers", "shape", "padding", "classes", "counts"].map((name) => model.get(name));
  const settings = { shape, padding, classes, kernelSize: model.get("kernel_size") };
  return { layers, counts, settings, summary: summaryOf(layers, settings) };
}

/** Fills the table: a row for each layer, marked where one is selected or where a picture has become too small. */
function fillTable(table, { layers, summary, counts, settings }, selected) {
  const { rows, stopped } = summary;
  const line = (tag, texts, className = "") =>
    element("tr", className, ...texts.map((text) => element(tag, "", String(text))));
  const only = (texts) => (counts ? texts : texts.filter((_, column) => column !== 3 && column !== 4));
  const lines = rows.map((row, place) => line("td", only([
    row.name, row.window ? `${row.name.startsWith("pool") ? "max " : ""}${row.window} × ${row.window}` : "",
    times(row.shape), counted(row.parameters), counted(row.connections), times(row.receptiveField),
  ]), place === selected ? "selected" : ""));
  for (let place = rows.length; place < layers.length; place++) {
    const [failed, { got, needs }] = [place === stopped.place, stopped];
    const said = element("td", "", failed ? `gets ${times(got.slice(1))}, needs ${needs} × ${needs}` : "not reached");
    said.colSpan = counts ? 4 : 2; // the rest of the row
    const name = element("td", "", `${failed ? "✕ " : ""}layers[${place}]`);
    const state = `${failed ? "stopped" : "behind"}${place === selected ? " selected" : ""}`;
    lines.push(element("tr", state, name, element("td", "", String(layers[place])), said));
  }
  const total = [stopped ? "so far" : "total", "", "", counted(summary.parameters), counted(summary.connections), ""];
  table.replaceChildren(
    element("thead", "", line("th", only(["layer", "window", "output", "parameters", "connections", "receptive field"])),
      line("td", only(["picture", "", times(settings.shape), "", "", ""]), "quiet")),
    element("tbody", "", ...lines),
    ...(counts ? [element("tfoot", "", line("td", total))] : []),
  );
}

/** Texts and elements in a row, with a space after each; a line breaks between them only. */
function phrases(...parts) {
  return parts.flatMap((part) => [element("span", "layers-phrase", part), " "]);
}

/** What becomes of the picture, and how the parameters of the selected layer come about: read aloud at each change. */
function sayLayers(said, { layers, summary, counts, settings }, selected) {
  const { rows, stopped } = summary;
  const name = (place) => `layers[${place}]${layers[place] === "pool" ? ', "pool",' : ` = ${layers[place]}`}`;
  const first = element("div", "layers-outcome");
  if (stopped) {
    const { place, got, window, needs } = stopped;
    first.append(...phrases(element("b", "", `${name(place)} has no room:`),
      `it gets maps of ${times(got.slice(1))}, and its window`, `of ${window} × ${window} needs at least ` +
      `${needs} × ${needs}.`));
  } else {
    const last = rows.at(-1).from;
    first.append(...phrases(`${times(last)} =`, element("b", "", counted(product(last))),
      `numbers go into the linear layer of ${counted(settings.classes)}.`));
  }
  const second = element("div", "quiet");
  const row = selected < layers.length && (!stopped || selected < stopped.place) ? rows[selected] : undefined;
  if (row) {
    const { window, from, shape, parameters } = row;
    const sum = layers[selected] === "pool" ? "nothing to learn."
      : `${shape[0]} · (${from[0]} · ${window} · ${window} + 1) = ${counted(parameters)} parameters.`;
    const made = `${name(selected)} makes ${times(shape)} of ${times(from)}`;
    second.append(...(counts ? phrases(`${made}:`, sum) : [`${made}.`]));
  }
  said.replaceChildren(first, second);
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "layers", label: "A network as a list of layers, and what becomes of a picture.",
    keys: "← → select, shift + ← → move, digits for filters, p for pool, + adds, Delete removes",
  });
  const row = element("div", "layers-row");
  const table = element("table", "layers-table");
  const text = element("input", "layers-text");
  const slip = element("div", "layers-slip");
  const note = element("span", "layers-note quiet");
  Object.assign(text, { type: "text", spellcheck: false, autocomplete: "off" });
  text.setAttribute("aria-label", "layers, a Python list");
  table.setAttribute("aria-label", "summary of the network");
  for (const spoken of [slip, note]) spoken.setAttribute("aria-live", "polite");
  const typed = element("label", "layers-typed", element("span", "", "layers ="), text);
  const legend = element("p", "layers-legend quiet");
  room.stage.append(typed, slip, row, room.controls, note, room.said, element("div", "cw-scroll", table), legend);
  let selected = 0; // of this view: another one may look at another layer
  let columns;
  let lastDigit = 0;

  /** Takes a new list, with the layer to select in it. */
  function change(layers, place = selected) {
    if (layers.length > LONGEST_LIST) {
      note.textContent = `There is room for ${LONGEST_LIST} layers: remove one first.`;
      return;
    }
    selected = place;
    const before = columns;
    room.set({ layers }); // draws, as a change from Python would
    if (columns === before) draw(); // but not where the list is equal, as with two alike that change places
  }
  function select(place) {
    const last = model.get("layers").length - 1;
    selected = Math.min(Math.max(place, 0), Math.max(last, 0));
    lastDigit = 0;
    point();
    columns[selected]?.focus();
  }
  const without = (place) => model.get("layers").filter((_, other) => other !== place);
  const replaced = (layer) => model.get("layers").map((old, place) => (place === selected ? layer : old));
  const add = (layer) => {
    const [layers, place] = [model.get("layers"), Math.min(selected + 1, model.get("layers").length)];
    change(layers.toSpliced(place, 0, layer), place);
  };
  const remove = () => model.get("layers").length && change(without(selected));
  const move = (from, to) => {
    if (to < 0 || to >= model.get("layers").length) return;
    change(without(from).toSpliced(to, 0, model.get("layers")[from]), to);
  };
  /** A digit goes to the end of the number if the one before it has just been typed. */
  function digit(key) {
    const [now, layer] = [performance.now(), model.get("layers")[selected]];
    const more = now - lastDigit < PAUSE && layer !== "pool" ? Number(`${layer}${key}`) : Number(key);
    const filters = more > MOST_FILTERS ? Number(key) : more;
    if (layer === undefined || filters === 0) return;
    change(replaced(filters));
    lastDigit = now;
  }

  const convolution = button("Add convolution", () => add(usual()));
  const pool = button("Add pool", () => add("pool"));
  const left = button("←", () => move(selected, selected - 1), "layers-move");
  const right = button("→", () => move(selected, selected + 1), "layers-move");
  const removal = button("Remove", remove);
  const copying = button("Copy as Python", async () => {
    const line = `layers = ${asPython(model.get("layers"))}`;
    await copyText(line, room.root);
    note.textContent = `Copied: ${line}`;
  });
  left.setAttribute("aria-label", "Move left");
  right.setAttribute("aria-label", "Move right");
  room.controls.append(convolution, pool, left, right, removal, copying);
  /** Filters of a new convolution: those of the last one up to the selected layer. */
  const usual = () => model.get("layers").slice(0, selected + 1).findLast((layer) => layer !== "pool") ?? 8;

  /** Shows which layer is selected, without drawing anything anew: a drag may be under way. */
  function point() {
    const now = describeLayers(model);
    columns.forEach((column, place) => {
      column.setAttribute("aria-selected", String(place === selected));
      column.tabIndex = place === selected ? 0 : -1;
    });
    [...table.querySelectorAll("tbody tr")].forEach((line, place) => {
      line.classList.toggle("selected", place === selected && place < now.layers.length);
    });
    sayLayers(room.said, now, selected);
    left.disabled = selected <= 0;
    right.disabled = selected >= now.layers.length - 1;
    removal.disabled = now.layers.length === 0;
    if (document.activeElement.disabled) (columns[selected] ?? room.root).focus(); // or the keys would lead nowhere
  }
  function draw() {
    const now = describeLayers(model);
    const inside = row.contains(document.activeElement);
    selected = Math.min(selected, Math.max(0, now.layers.length - 1));
    columns = fillColumns(row, now.layers, now.summary, now.settings, selected);
    dragColumns(columns, select, move);
    fillTable(table, now, selected);
    const read = readLayers(text.value).layers;
    if (document.activeElement !== text || !read || asPython(read) !== asPython(now.layers)) write();
    legend.textContent = (now.counts ? CONNECTIONS : "") + LEGEND;
    note.textContent = "";
    lastDigit = 0;
    point();
    if (inside) (columns[selected] ?? room.root).focus();
  }
  function write() {
    text.value = asPython(model.get("layers"));
    tell("");
  }
  function tell(what) {
    slip.textContent = what;
    text.setAttribute("aria-invalid", String(what !== ""));
  }

  room.listen(text, "input", () => {
    const read = readLayers(text.value);
    tell(read.slip ?? "");
    if (read.layers && asPython(read.layers) !== asPython(model.get("layers"))) change(read.layers);
  });
  room.listen(text, "change", () => readLayers(text.value).layers && write());
  room.listen(text, "keydown", ({ key }) => key === "Escape" && write());
  room.onKeys(({ shiftKey }) => ({
    ArrowLeft: () => (shiftKey ? move(selected, selected - 1) : select(selected - 1)),
    ArrowRight: () => (shiftKey ? move(selected, selected + 1) : select(selected + 1)),
    Home: () => select(0), End: () => select(model.get("layers").length - 1),
    Delete: remove, Backspace: remove, "+": () => add(usual()),
    p: () => model.get("layers").length && change(replaced("pool")),
    ...Object.fromEntries([..."0123456789"].map((key) => [key, () => digit(key)])),
  }));
  room.onChange(["layers", "shape", "kernel_size", "padding", "classes", "counts"], draw);
  draw();
  return room.close;
}

export default { render };
