// Pictures on a canvas, one canvas pixel to each value; the style sheet enlarges it with sharp edges, whatever the
// screen's pixel ratio. Colours can be told apart by colour-blind readers; write the numbers or a legend beside them.
import { element } from "./page.js";

const ORANGE = [213, 94, 0];
const WHITE = [247, 247, 247];
const BLUE = [0, 114, 178];
const between = (from, to, share) => from.map((value, i) => value + (to[i] - value) * share);

/** Colours of one value, 0 to 1 for `greys` (black to white), -1 to 1 for `diverging` (orange, white at 0, blue). */
export const COLOURS = {
  greys: (share) => [255 * share, 255 * share, 255 * share],
  diverging: (share) => between(WHITE, share < 0 ? ORANGE : BLUE, Math.abs(share)),
};

/** A canvas, `width` style pixels wide, with its text for screen readers; none hides it from them. `paint` fills it. */
export function createCanvas(label, width) {
  const canvas = element("canvas", "cw-canvas");
  const told = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  for (const [name, value] of Object.entries(told)) canvas.setAttribute(name, value);
  canvas.style.width = `${width}px`;
  return canvas;
}

/** The float32 numbers of a trait of bytes. */
export function floats(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

/**
 * Paints values of shape [H, W] (in `colours`) or [3, H, W] (red, green, blue). `values` are nested lists or one flat
 * array, row by row. `low` and `high` are the values at the ends of the colours; in diverging ones `low` is -high.
 */
export function paint(canvas, values, shape, { low = 0, high = 1, colours = "greys" } = {}) {
  const [height, width] = shape.slice(-2);
  const flat = ArrayBuffer.isView(values) ? values : values.flat(Infinity);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const image = new ImageData(width, height); // clamps and rounds what it is given
  const [plane, both] = [height * width, colours === "diverging"]; // both sides of 0
  const [zero, one] = [both ? 0 : low, high];
  const share = (index) => Math.min(1, Math.max(both ? -1 : 0, (flat[index] - zero) / (one - zero || 1)));
  for (let i = 0; i < plane; i++) {
    const [red, green, blue] = shape.length === 3
      ? [255 * share(i), 255 * share(plane + i), 255 * share(2 * plane + i)]
      : COLOURS[colours](share(i));
    const at = 4 * i;
    image.data[at] = red;
    image.data[at + 1] = green;
    image.data[at + 2] = blue;
    image.data[at + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}
