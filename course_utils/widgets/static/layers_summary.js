// The summary of a list of layers in the browser, as course_utils.shapes.summary gives it; and the list as text.

export const LONGEST_LIST = 12; // as in layer_playground.py
export const MOST_FILTERS = 999;

/**
 * Rows with { name, window, from, shape, parameters, connections, receptiveField } for each layer that fits and the
 * linear one at the end, and the totals. `stopped` is { place, got, window, needs } of the layer for which a picture has become
 * too small, where there is one; the linear layer is left out then.
 */
export function summaryOf(layers, { shape, kernelSize, padding, classes }) {
  const rows = [];
  const numbers = { conv: 0, pool: 0 };
  let [now, field, step] = [shape, 1, 1]; // receptive field of a cell; pixels from one cell to the next
  let stopped = null;
  for (const [place, layer] of layers.entries()) {
    const kind = layer === "pool" ? "pool" : "conv";
    const [window, stride, ring] = kind === "pool" ? [2, 2, 0] : [kernelSize, 1, padding];
    if (Math.min(now[1], now[2]) + 2 * ring < window) {
      stopped = { place, got: now, window, needs: window - 2 * ring };
      break;
    }
    const size = (pixels) => Math.floor((pixels + 2 * ring - window) / stride) + 1;
    const from = now;
    now = [kind === "pool" ? from[0] : layer, size(from[1]), size(from[2])];
    [field, step] = [field + step * (window - 1), step * stride];
    const parameters = kind === "pool" ? 0 : layer * (from[0] * window * window + 1);
    const connections = now[1] * now[2] * parameters;
    numbers[kind] += 1;
    const name = `${kind}${numbers[kind]}`;
    rows.push({ name, window, from, shape: now, parameters, connections, receptiveField: [field, field] });
  }
  if (!stopped) {
    const count = classes * (product(now) + 1);
    const whole = [now[1], now[2]].map((cells) => field + step * (cells - 1));
    const counts = { parameters: count, connections: count };
    rows.push({ name: "linear1", from: now, shape: [classes], ...counts, receptiveField: whole });
  }
  const total = (column) => rows.reduce((sum, row) => sum + row[column], 0);
  return { rows, stopped, parameters: total("parameters"), connections: total("connections") };
}

/** The product of some numbers. */
export function product(numbers) {
  return numbers.reduce((all, number) => all * number, 1);
}

/** A shape as it is written: 8 × 28 × 28. */
export function times(shape) {
  return shape.join(" × ");
}

const COMMAS = new Intl.NumberFormat("en-US"); // one for all: each new one takes as long as a drawing

/** A count with commas: 29,077. */
export function counted(number) {
  return COMMAS.format(number);
}

/** A list as Python writes it, but with double quotes. */
export function asPython(layers) {
  return `[${layers.map((layer) => (layer === "pool" ? '"pool"' : layer)).join(", ")}]`;
}

/**
 * Reads a list as it is typed, also with the wide signs of a Chinese keyboard and with round quotes: { layers }, or
 * { slip } with what is wrong and what to write instead.
 */
export function readLayers(text) {
  const plain = text.normalize("NFKC").replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
  const inside = plain.trim().replace(/^layers\s*=\s*/, "");
  if (inside.startsWith("[") !== inside.endsWith("]")) {
    const missing = inside.startsWith("[") ? 'no "]" at its end' : 'no "[" at its beginning';
    return { slip: `The list has ${missing}; write it.` };
  }
  const items = inside.replace(/^\[|\]$/g, "").split(/[,、]/).map((item) => item.trim());
  if (items.at(-1) === "") items.pop(); // Python allows a comma at the end, and an empty list
  if (items.length > LONGEST_LIST) {
    return { slip: `The list has ${items.length} layers; there is room for ${LONGEST_LIST}, leave some out.` };
  }
  const layers = [];
  for (const [place, item] of items.entries()) {
    const filters = /^\d+$/.test(item) ? Number(item) : NaN;
    if (/^(["']?)pool\1$/.test(item)) layers.push("pool");
    else if (filters >= 1 && filters <= MOST_FILTERS) layers.push(filters);
    else {
      const got = item ? `is ${item}` : "has nothing between its commas";
      return { slip: `layers[${place}] ${got}; write a number of filters from 1 to ${MOST_FILTERS}, or "pool".` };
    }
  }
  return { layers };
}
