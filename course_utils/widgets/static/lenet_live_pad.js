// The pad of a LeNetLive: 32 x 32 bytes under a soft brush, and the shift and the grey patch through which the network
// sees them.
import { createCanvas, paint } from "./shared/canvas.js";
import { element } from "./shared/page.js";

export const SIDE = 32;
export const PATCH = 8; // pixels of the patch's side
const GREY = 128;
const PEN = [1.2, 4.6]; // in pixels from its middle: full up to the first, nothing beyond the second
const ERASER = [4.6, 6.4]; // as wide as all of a line

/** Draws one stroke, from and to [row, column], into the bytes; or takes away what is there. */
export function stroke(bytes, from, to, erase) {
  const [down, right] = [to[0] - from[0], to[1] - from[1]];
  const length = down * down + right * right;
  const [core, reach] = erase ? ERASER : PEN;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const [y, x] = [row + 0.5 - from[0], column + 0.5 - from[1]]; // the middle of the pixel, seen from the start
      const along = length ? Math.min(1, Math.max(0, (y * down + x * right) / length)) : 0;
      const far = Math.hypot(y - along * down, x - along * right);
      const ink = Math.round(255 * Math.min(1, Math.max(0, (reach - far) / (reach - core))));
      const index = row * SIDE + column;
      bytes[index] = erase ? Math.min(bytes[index], 255 - ink) : Math.max(bytes[index], ink);
    }
  }
}

/** What the network sees: the bytes moved by [down, right], then covered by the patch at [row, column] or null. */
export function altered(bytes, shift, patch) {
  const seen = new Uint8Array(SIDE * SIDE);
  const inside = (index) => index >= 0 && index < SIDE;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const [from, side] = [row - shift[0], column - shift[1]];
      const covered = patch && row >= patch[0] && row < patch[0] + PATCH && column >= patch[1] &&
        column < patch[1] + PATCH;
      const there = inside(from) && inside(side) ? bytes[from * SIDE + side] : 0;
      seen[row * SIDE + column] = covered ? GREY : there;
    }
  }
  return seen;
}

/** How far to move [down, right] what is drawn, so that its box lies in the middle. */
export function offCentre(bytes) {
  const rows = [];
  const columns = [];
  bytes.forEach((byte, index) => {
    if (byte < 64) return;
    rows.push(Math.floor(index / SIDE));
    columns.push(index % SIDE);
  });
  const middle = (places) => Math.round((SIDE - 1 - Math.min(...places) - Math.max(...places)) / 2);
  return rows.length ? [middle(rows), middle(columns)] : [0, 0];
}

/**
 * The pad: show(bytes, shift, patch) draws it; onDrag(act) calls act(from, to, first) with places [row, column] of the
 * pad, in pixels of the drawing, while a mouse, a pen or a finger is down.
 */
export function createPad(room) {
  const canvas = createCanvas("your drawing, as the network sees it", 288);
  const cover = element("div", "lenet-patch");
  const guide = element("div", "lenet-guide"); // as large as the digits of the training
  const figure = element("div", "lenet-pad", canvas, guide, cover);
  const show = (bytes, shift, patch) => {
    paint(canvas, altered(bytes, shift, patch), [SIDE, SIDE], { high: 255 });
    cover.hidden = !patch;
    if (patch) [cover.style.top, cover.style.left] = patch.map((place) => `${(100 * place) / SIDE}%`);
  };
  const onDrag = (act) => {
    let last;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientY - box.top) * (SIDE / box.height), (event.clientX - box.left) * (SIDE / box.width)];
    };
    room.listen(figure, "pointerdown", (event) => {
      if (last || event.button) return; // a second finger or mouse button
      event.preventDefault();
      room.root.focus({ preventScroll: true });
      figure.setPointerCapture(event.pointerId);
      last = { place: place(event), id: event.pointerId };
      act(last.place, last.place, true);
    });
    room.listen(figure, "pointermove", (event) => {
      if (last?.id !== event.pointerId) return;
      for (const part of event.getCoalescedEvents?.() ?? [event]) {
        const to = place(part);
        act(last.place, to, false);
        last.place = to;
      }
    });
    for (const end of ["pointerup", "pointercancel"]) room.listen(figure, end, (event) => {
      if (last?.id === event.pointerId) last = undefined;
    });
  };
  return { figure, show, onDrag };
}
