// What a hand grid asks: where each cell's window lies on the picture, and which sum or comparison it stands for.
import { written } from "./shared/page.js";

/** The traits that say what the map is of. */
export const HAND_SETTINGS = ["picture", "kernel", "kernel_size", "stride", "padding", "mode"];

/** The question that the traits put: the picture, the window's size and step, and its weights if there is a kernel. */
export function describeQuestion(model) {
  const [picture, kernel, kernelSize, stride, padding, mode] = HAND_SETTINGS.map((name) => model.get(name));
  const [height, width] = kernel ? [kernel.length, kernel[0].length] : [kernelSize, kernelSize];
  const step = stride ?? (kernel ? 1 : kernelSize);
  const corner = (row, column) => ({ row: row * step - padding, column: column * step - padding });
  const [rows, columns] = [model.get("answer").length, model.get("answer")[0].length];
  return { picture, kernel, padding, mode, height, width, corner, rows, columns };
}

/** A factor or a term: a negative one stands in brackets. */
function bracketed(value) {
  return value < 0 ? `(${written(value)})` : written(value);
}

/** The sum (or the comparison) that a cell stands for, written out without its result. */
export function termsOf({ picture, kernel, mode, height, width, corner }, row, column) {
  const from = corner(row, column);
  const places = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width]);
  const pixel = ([i, j]) => picture[from.row + i]?.[from.column + j];
  if (kernel) {
    const product = ([i, j]) => `${bracketed(pixel([i, j]) ?? 0)} × ${bracketed(kernel[i][j])}`;
    return `${places.map(product).join(" + ")} = ?`;
  }
  if (mode === "max") {
    const shown = (place) => (pixel(place) === undefined ? "−∞" : written(pixel(place)));
    return `largest of ${places.map(shown).join(", ")} = ?`;
  }
  return `(${places.map((place) => bracketed(pixel(place) ?? 0)).join(" + ")}) / ${places.length} = ?`;
}
