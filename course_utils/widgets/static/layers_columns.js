// A row of columns, one for the picture, one for each layer, one for the linear layer at the end: a block, and below
// it the volume that it puts out.
import { element } from "./shared/page.js";
import { counted, times } from "./layers_summary.js";

const SIDE = 100; // units of a volume's drawing, as wide as its column
const [FACE, DEPTH, THINNEST] = [56, 32, 2.5]; // the largest face, how far the deepest box goes back, the least of both

/** A box of the shape (C, H, W) or (F,): its face in front, its depth going back. `scales` are units per cell. */
function createVolume(shape, scales) {
  const [deep, high, wide] = shape.length === 1 ? [shape[0], 1, 1] : shape;
  const [d, h, w] = [deep * scales.depth, high * scales.face, wide * scales.face].map((n) => Math.max(THINNEST, n));
  const [x, y] = [(SIDE - w - d) / 2, (SIDE - h - d) / 2 + d]; // the upper left corner of the face
  const faces = {
    front: [[x, y], [x + w, y], [x + w, y + h], [x, y + h]],
    top: [[x, y], [x + w, y], [x + w + d, y - d], [x + d, y - d]],
    side: [[x + w, y], [x + w, y + h], [x + w + d, y + h - d], [x + w + d, y - d]],
  };
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
  svg.setAttribute("aria-hidden", "true"); // its column says the shape
  for (const [name, corners] of Object.entries(faces)) {
    const face = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    face.setAttribute("points", corners.map((corner) => corner.map((n) => n.toFixed(1)).join()).join(" "));
    face.setAttribute("class", name);
    svg.append(face);
  }
  return svg;
}

/** A column: the block's name and what stands below it in small, then a volume or what stands in its place. */
function createColumn(className, name, small, below, label) {
  const block = element("div", "layers-block", element("b", "", name), element("small", "", small));
  const sizes = label.length > 1 ? [`${label[0]} ×`, times(label.slice(1))] : [...label, ""];
  const written = element("div", "layers-shape", ...sizes.map((text) => element("span", "", String(text))));
  return element("div", `layers-column ${className}`, block, element("div", "layers-volume", below), written);
}

/** What a screen reader says of a layer. */
function inWords(layers, summary, place) {
  const { rows, stopped } = summary;
  const kind = layers[place] === "pool" ? "pool" : `convolution with ${layers[place]} filters`;
  if (!stopped || place < stopped.place) return `layer ${place}, ${kind}: puts out ${times(rows[place].shape)}`;
  return `layer ${place}, ${kind}: ${place === stopped.place ? "no room for its window" : "not reached"}`;
}

/**
 * Fills `row` with the columns of a list; returns those of the layers.
 * `selected` is the place of the layer that the keys are about, -1 for none.
 */
export function fillColumns(row, layers, summary, { shape, kernelSize, classes }, selected) {
  const shapes = [shape, ...summary.rows.map((made) => made.shape)];
  const deepest = Math.max(...shapes.map((made) => made[0]));
  const scales = { face: FACE / Math.max(...shape.slice(1)), depth: DEPTH / deepest };
  const volume = (made) => createVolume(made, scales);
  const end = summary.stopped?.place ?? layers.length;
  const columns = layers.map((layer, place) => {
    const state = place < end ? "" : place === end ? "stopped" : "behind";
    const window = layer === "pool" ? 2 : kernelSize;
    const [made, label] = place < end
      ? [volume(summary.rows[place].shape), summary.rows[place].shape]
      : [state === "stopped" ? "✕" : "", [state === "stopped" ? "no room" : "–"]];
    const kind = layer === "pool" ? "pool" : "conv";
    const column = createColumn(`${kind} ${state}`, String(layer), `${window} × ${window}`, made, label);
    column.setAttribute("role", "option");
    column.setAttribute("aria-selected", String(place === selected));
    column.setAttribute("aria-label", inWords(layers, summary, place));
    column.tabIndex = place === selected ? 0 : -1;
    return column;
  });
  const list = element("div", "layers-list", ...columns);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-orientation", "horizontal");
  list.setAttribute("aria-label", "layers");
  const last = summary.rows.at(-1);
  const picture = createColumn("fixed", "picture", "", volume(shape), shape);
  const linear = summary.stopped
    ? createColumn("fixed behind", "linear", counted(classes), "", ["–"])
    : createColumn("fixed", "linear", counted(classes), volume(last.shape), last.shape);
  row.style.setProperty("--columns", layers.length + 2);
  row.replaceChildren(picture, list, linear);
  return columns;
}

/** Lets a mouse or a finger drag a column to another place, while the others make room: `act(from, to)` at the end. */
export function dragColumns(columns, pick, act) {
  columns.forEach((column, from) => column.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    pick(from);
    const width = column.offsetWidth;
    let to = from;
    const glide = (move) => {
      const off = move.clientX - down.clientX;
      if (Math.abs(off) < 5 && !column.classList.contains("dragged")) return;
      column.classList.add("dragged");
      to = Math.min(columns.length - 1, Math.max(0, from + Math.round(off / width)));
      columns.forEach((other, place) => {
        const aside = place > from && place <= to ? -width : place < from && place >= to ? width : 0;
        other.style.transform = `translateX(${place === from ? off : aside}px)`;
      });
    };
    const stop = (event) => {
      for (const [name, handler] of Object.entries(handlers)) column.removeEventListener(name, handler);
      for (const other of columns) other.style.transform = "";
      column.classList.remove("dragged");
      if (event.type === "pointerup" && to !== from) act(from, to);
    };
    const handlers = { pointermove: glide, pointerup: stop, pointercancel: stop };
    column.setPointerCapture(down.pointerId); // so that it follows beyond its edges
    for (const [name, handler] of Object.entries(handlers)) column.addEventListener(name, handler);
  }));
}
