// What an AugmentationLab computes: the same as `lit`, `grey_world` and `affine` in Python; only where a place lies
// exactly between two pixels (45 degrees, or 90 on 8 x 7), "nearest" may take the other one. Pictures are
// { shape: [3, H, W], values }, red, green and blue one after the other, row by row.
const RADIANS = Math.PI / 180;
export const FROM = -1; // where the histogram begins, and its end
export const TO = 1.5;
export const BARS = 50;

/** The picture under a lamp of three shares, each channel times its share. */
export function litBy({ shape, values }, lamp) {
  const size = shape[1] * shape[2];
  return { shape, values: values.map((value, i) => value * lamp[Math.floor(i / size)]) };
}

/** The picture with its channels brought to one mean; a channel that is all 0 stays 0. */
export function greyWorld({ shape, values }) {
  const size = shape[1] * shape[2];
  const means = [0, 1, 2].map((channel) => mean(values.subarray(channel * size, (channel + 1) * size)));
  const grey = (means[0] + means[1] + means[2]) / 3;
  return litBy({ shape, values }, means.map((of) => (of > 0 ? grey / of : 1)));
}

/** The picture less 0.5, divided by 0.5. */
export function normalised({ shape, values }) {
  return { shape, values: values.map((value) => (value - 0.5) / 0.5) };
}

/**
 * The picture mirrored, sheared along the rows, turned about its centre, then moved by `shift` = [down, right]; 0 comes
 * in from outside. Each pixel of the result asks where it comes from: that is the way back. Returns the picture, and
 * as `outside` how many of its pixels lie, at least in part, outside of the old one.
 */
export function affine({ shape, values }, { angle, shear, flip, shift, mode }) {
  const [, height, width] = shape;
  const size = height * width;
  const [cos, sin, slant] = [Math.cos(angle * RADIANS), Math.sin(angle * RADIANS), Math.tan(shear * RADIANS)];
  const toY = [-sin, cos];
  const toX = [cos - slant * sin, sin + slant * cos].map((step) => (flip ? -step : step));
  const moved = new Float32Array(values.length);
  const sample = mode === "nearest" ? nearest : bilinear;
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  let [to, outside] = [0, 0];
  const take = (place, share) => {
    for (let plane = 0; plane < 3 * size; plane += size) moved[plane + to] += share * values[plane + place];
  };
  for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) {
    const x = column - middleColumn - shift[1]; // no lists in here: this runs for each pixel of each frame
    const y = row - middleRow - shift[0];
    const fromColumn = toX[0] * x + toX[1] * y + middleColumn;
    const fromRow = toY[0] * x + toY[1] * y + middleRow;
    to = row * width + column;
    if (!sample(fromRow, fromColumn, height, width, take)) outside++;
  }
  return { picture: { shape, values: moved }, outside };
}

/** take(place, 1) for the pixel next to a place, if there is one; whether there was. */
function nearest(row, column, height, width, take) {
  const r = Math.round(row);
  const c = Math.round(column);
  const inside = r >= 0 && r < height && c >= 0 && c < width;
  if (inside) take(r * width + c, 1);
  return inside;
}

/** take(place, share) for each of the four pixels around a place; whether all of them lie in the picture. */
function bilinear(row, column, height, width, take) {
  let inside = true;
  const top = Math.floor(row + 1e-9); // 2.9999999999 is 3
  const left = Math.floor(column + 1e-9);
  for (let r = top; r <= top + 1; r++) for (let c = left; c <= left + 1; c++) {
    const share = (1 - Math.abs(row - r)) * (1 - Math.abs(column - c));
    if (share < 1e-6) continue;
    if (r >= 0 && r < height && c >= 0 && c < width) take(r * width + c, share);
    else inside = false;
  }
  return inside;
}

/** { mean, std, min, max, bars } of each channel; std divides by the number of pixels, the last bar holds the rest. */
export function numbersOf({ shape, values }) {
  const size = shape[1] * shape[2];
  return [0, 1, 2].map((channel) => {
    const own = values.subarray(channel * size, (channel + 1) * size);
    const [middle, bars] = [mean(own), new Array(BARS).fill(0)];
    let [squares, min, max] = [0, Infinity, -Infinity];
    for (let i = 0; i < size; i++) {
      const value = own[i];
      squares += (value - middle) * (value - middle);
      if (value < min) min = value;
      if (value > max) max = value;
      const bar = Math.floor(((value - FROM) / (TO - FROM)) * BARS + 1e-6);
      bars[Math.min(BARS - 1, Math.max(0, bar))] += 1;
    }
    return { mean: middle, std: Math.sqrt(squares / size), min, max, bars };
  });
}

/** The mean of some numbers. */
function mean(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Hue in turns, 0 to 1, and strength, 0 to 1, of a lamp. */
export function toHue([red, green, blue]) {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const span = most - least;
  if (!span) return { hue: 0, strength: 0 };
  const sixth = {
    [blue]: 4 + (red - green) / span, [green]: 2 + (blue - red) / span, [red]: (green - blue) / span,
  }[most]; // where two are the largest, the last one counts
  return { hue: (sixth / 6 + 1) % 1, strength: span / most };
}

/** The lamp of a hue and strength, its brightest channel 1, to two places. */
export function fromHue({ hue, strength }) {
  return [0, 4, 2].map((turned) => {
    const near = Math.min(1, Math.max(0, Math.abs(((hue * 6 + turned) % 6) - 3) - 1));
    return Math.round(100 * (1 - strength * (1 - near))) / 100;
  });
}
