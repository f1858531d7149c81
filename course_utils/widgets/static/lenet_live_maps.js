// What a network answers: the ten scores as bars with numbers, and the maps of each layer.
import { createCanvas, paint } from "./shared/canvas.js";
import { element, written } from "./shared/page.js";

const NUMBERS = 42; // of a fully connected layer in one line

/** Softmax: probabilities from logits. */
export function softmax(logits) {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** A share as a percentage with one place. */
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** The table of scores; show(logits) fills it. */
export function createScores() {
  const table = element("table", "lenet-scores");
  table.setAttribute("aria-label", "scores of the ten digits");
  const head = table.createTHead().insertRow();
  for (const title of ["digit", "", "softmax", "logit"]) head.append(element("th", "", title));
  const body = table.createTBody();
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const [row, bar] = [body.insertRow(), element("div", "lenet-bar")];
    row.append(element("th", "", String(digit)), element("td", "", bar), element("td"), element("td"));
    return { row, bar, share: row.cells[2], logit: row.cells[3] };
  });
  const show = (logits) => {
    const shares = softmax(logits);
    rows.forEach(({ row, bar, share, logit }, digit) => {
      row.classList.toggle("guess", shares[digit] === Math.max(...shares));
      bar.style.transform = `scaleX(${shares[digit]})`;
      share.textContent = percent(shares[digit]);
      logit.textContent = logits[digit].toFixed(2).replace("-", "−");
    });
  };
  return { figure: table, show };
}

/** The layers' maps; show(layers, bytes, changes) paints them and builds anew only for another network. */
export function createMaps() {
  const layered = element("div", "lenet-layers");
  const figure = element("div", "", layered, element("p", "cw-keys", "Black is 0, white the largest number. Where " +
    "there are numbers below 0, orange is minus, white is 0, blue is plus. The line below a map says how far shift " +
    "and patch have changed it; the title names the map that has changed most."));
  let [parts, built] = [[], ""];
  const show = (layers, bytes, changes) => {
    const form = JSON.stringify(layers.map(({ name, shape }) => [name, shape]));
    if (form !== built) {
      parts = layers.map(createLayer);
      layered.replaceChildren(...parts.map((part) => part.figure));
      built = form;
    }
    let start = 0;
    layers.forEach((layer, index) => {
      parts[index].show(layer, new DataView(bytes.buffer, bytes.byteOffset + start), changes[index]);
      start += parts[index].size;
    });
  };
  return { figure, show };
}

/** How the numbers of a layer are laid out: so many pictures of [height, width], each shown `wide` pixels wide. */
function layOut({ shape, maps }) {
  if (shape.length === 3) {
    const wide = Math.min(140, Math.max(24, shape[2] * (shape[2] > 20 ? 2 : shape[2] > 8 ? 3.5 : 6)));
    return { count: maps, height: shape[1], width: shape[2], wide, size: maps * shape[1] * shape[2] };
  }
  const height = Math.ceil(shape[0] / NUMBERS);
  const width = Math.ceil(shape[0] / height);
  return { count: 1, height, width, wide: width * 9, size: shape[0] };
}

/** One layer: its title, one canvas for each map and, below each, how far shift and patch have changed it. */
function createLayer(layer) {
  const { name, shape, maps } = layer;
  const { count, height, width, wide, size } = layOut(layer);
  const what = `${shape.join(" × ")}${maps < shape[0] ? `, the first ${maps}` : ""}`;
  const [scale, changed] = [element("small", "lenet-scale quiet"), element("small", "lenet-changed")];
  const canvases = Array.from({ length: count }, () => createCanvas("", wide));
  const bars = canvases.map(() => element("div", "lenet-change", element("div")));
  const strip = element("div", "lenet-maps", ...canvases.map((canvas, i) => element("div", "", canvas, bars[i])));
  strip.setAttribute("role", "img"); // one picture for a screen reader, with its title below
  const title = element("div", "lenet-title", element("b", "", name), element("span", "", what), scale, changed);
  const figure = element("div", "lenet-layer", title, strip);
  figure.dataset.layer = name;

  const show = ({ largest, signed }, view, changes) => {
    scale.textContent = signed ? `±${written(largest)}` : `0 to ${written(largest)}`;
    const all = new (signed ? Int8Array : Uint8Array)(view.buffer, view.byteOffset, size);
    const colours = signed ? { high: 127, colours: "diverging" } : { high: 255 };
    canvases.forEach((canvas, i) => {
      const values = all.subarray(i * height * width, (i + 1) * height * width);
      const full = new all.constructor(height * width); // the last line of a row of numbers may be short
      full.set(values);
      paint(canvas, full, [height, width], colours);
      bars[i].hidden = !changes;
      if (changes) bars[i].firstChild.style.transform = `scaleX(${changes[i]})`;
    });
    const most = changes ? Math.max(...changes) : 0;
    const which = count > 1 && most > 0 ? `most: map ${changes.indexOf(most)}, ` : "changed: ";
    changed.textContent = changes ? `${which}${Math.round(100 * most)} %` : "";
    strip.setAttribute("aria-label", `${name}: ${count > 1 ? `${count} maps` : `${shape[0]} numbers`}, ` +
      `${scale.textContent}. ${changed.textContent}`);
  };
  return { figure, show, size };
}
