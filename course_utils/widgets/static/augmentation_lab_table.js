// The numbers of an AugmentationLab: a row for each channel, before and after, with a histogram of both.
import { BARS, FROM, TO } from "./augmentation_lab_numbers.js";
import { element } from "./shared/page.js";

const COLOURS_OF = ["red", "green", "blue"];
const WHICH = ["mean", "std", "min", "max"];
const [WIDE, HIGH] = [150, 34]; // pixels of a histogram
const places = (value) => value.toFixed(3).replace(/^-(0\.0*)$/, "$1").replace("-", "−");

/** The table of numbers: each channel before and after, with a histogram of both. */
export function createNumbers() {
  const body = element("tbody");
  const wide = (text, columns) => {
    const cell = element("th", "", text);
    cell.colSpan = columns;
    return cell;
  };
  const titles = [...WHICH, ...WHICH];
  const head = element("thead", "",
    element("tr", "", wide("", 1), wide("the picture", 4), wide("what the network gets", 4), wide("bars after, line before", 1)),
    element("tr", "", element("th"), ...titles.map((title) => element("th", "", title)), element("th", "augment-axis")),
  );
  head.lastChild.lastChild.innerHTML = axis();
  const table = element("table", "augment-numbers", head, body);
  table.setAttribute("aria-label", "numbers of each channel, before and after");
  const rows = COLOURS_OF.map((name) => {
    const [cells, drawn] = [titles.map(() => element("td")), element("td", "augment-bars")];
    drawn.innerHTML = HISTOGRAM;
    const title = element("th", "", element("i", name, name[0].toUpperCase()), name);
    body.append(element("tr", "", title, ...cells, drawn));
    return { cells, bars: drawn.querySelector(".bars"), line: drawn.querySelector(".line") };
  });
  const show = (before, after) => rows.forEach(({ cells, bars, line }, channel) => {
    const numbers = [before, after].flatMap((of) => WHICH.map((which) => places(of[channel][which])));
    cells.forEach((cell, i) => { if (cell.textContent !== numbers[i]) cell.textContent = numbers[i]; });
    const drawn = histogram(before[channel].bars, after[channel].bars);
    bars.setAttribute("d", drawn.bars);
    line.setAttribute("d", drawn.line);
  });
  return { table, show };
}

/** The numbers −1, 0 and 1 over the histograms, where their bars are. */
function axis() {
  const texts = [-1, 0, 1].map((value) =>
    `<text x="${along(value)}" y="11" text-anchor="${value < 0 ? "start" : "middle"}">${whole(value)}</text>`);
  return `<svg width="${WIDE}" height="13" aria-hidden="true">${texts.join("")}</svg>`;
}

/** A whole number with a real minus sign. */
export function whole(value) {
  return String(value).replace("-", "−");
}

/** Where a value lies in a histogram, in pixels. */
function along(value) {
  return ((value - FROM) / (TO - FROM)) * WIDE;
}

const HISTOGRAM = `<svg width="${WIDE}" height="${HIGH}" aria-hidden="true"><path class="grid" ` +
  `d="${[0, 1].map((value) => `M${along(value)} 0V${HIGH}`).join("")}"/>` +
  '<path class="bars"/><path class="line"/></svg>';

/** Paths: bars for the result and a line for the picture, on one scale; those of 0 pixels are not drawn. */
function histogram(before, after) {
  const most = Math.max(...before, ...after);
  const step = WIDE / BARS;
  const tall = (count) => (count ? Math.max(1, (HIGH - 2) * Math.sqrt(count / most)) : 0); // roots show small ones, too
  const bars = after.map((count, i) => `M${i * step} ${HIGH}v${-tall(count)}h${step}v${tall(count)}z`).join("");
  const line = before.map((count, i) => `V${HIGH - tall(count)}h${step}`).join("");
  return { bars, line: `M0 ${HIGH}${line}V${HIGH}` };
}
