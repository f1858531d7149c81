// Pixels times weights: a table with every product in full, and the line in which they are added.
import { createTable } from "./cells.js";
import { element, written } from "./page.js";

/** A table of products; show(pairs) fills it, row by row, from pairs of { pixel, weight }. */
export function createProducts(height, width) {
  const { figure, cells } = createTable("pixel × weight", height, width);
  figure.classList.add("cw-products");
  const factor = (weight) => (weight < 0 ? `(${written(weight)})` : written(weight));
  const show = (pairs) => {
    const texts = pairs.map(({ pixel, weight }) => `${written(pixel)} × ${factor(weight)}`);
    figure.style.setProperty("--factors", Math.min(0.3, 3 / Math.max(...texts.map((text) => text.length))));
    pairs.forEach(({ pixel, weight }, i) => {
      const product = element("b", pixel * weight === 0 ? "nothing" : "", written(pixel * weight));
      cells[Math.floor(i / width)][i % width].replaceChildren(element("small", "", texts[i]), product);
    });
  };
  return { figure, show };
}

/** Numbers added in one line: "1 + 0 − 2". */
export function added(terms) {
  const signed = (value) => `${value < 0 ? "−" : "+"} ${written(Math.abs(value))}`;
  return terms.map((value, i) => (i === 0 ? written(value) : signed(value))).join(" ");
}

/** The sum of numbers, left to right. */
export const total = (terms) => terms.reduce((sum, value) => sum + value, 0);

/** The line "1 + 0 − 2 = −1", its result set off. */
export function sumLine(terms) {
  return element("div", "cw-sum", `${added(terms)} = `, element("b", "", written(total(terms))));
}
