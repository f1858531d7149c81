// The dial of an AugmentationLab: a disc of colours, red on top, white in the middle, on which one picks a lamp.
import { fromHue, toHue } from "./augmentation_lab_numbers.js";
import { createCanvas, paint } from "./shared/canvas.js";
import { element } from "./shared/page.js";
import { atNextFrame } from "./shared/widget.js";

const DIAL = 120; // pixels across

/** A lamp as "1, 0.9, 0.5", or with names before the numbers. */
export function shares(lamp, names = []) {
  const named = (one, channel) => `${names[channel] ?? ""} ${Math.round(100 * one) / 100}`.trim();
  return lamp.map(named).join(", ");
}

/** A disc of colours, white in the middle; `turn([red, green, blue])` when the pointer or a key picks a lamp. */
export function createDial(turn) {
  const canvas = createCanvas("", DIAL);
  const mark = element("div", "augment-mark");
  const dial = element("div", "augment-dial", canvas, mark);
  dial.tabIndex = 0;
  const names = { role: "slider", "aria-label": "colour of the light: arrow keys change hue and strength" };
  for (const [name, value] of Object.entries(names)) dial.setAttribute(name, value);
  const colours = new Float32Array(3 * DIAL * DIAL);
  for (let i = 0; i < DIAL * DIAL; i++) {
    const lamp = fromHue(at((i % DIAL) + 0.5, Math.floor(i / DIAL) + 0.5));
    for (let channel = 0; channel < 3; channel++) colours[channel * DIAL * DIAL + i] = lamp[channel];
  }
  paint(canvas, colours, [3, DIAL, DIAL]);
  let now = { hue: 0, strength: 0 };
  let pointed;
  const follow = atNextFrame(() => pick(at(...pointed)));
  const pick = (to) => {
    now = { hue: (to.hue + 1) % 1, strength: Math.min(1, Math.max(0, to.strength)) };
    turn(fromHue(now));
  };
  const point = (event) => {
    const edges = canvas.getBoundingClientRect();
    pointed = [event.clientX - edges.left, event.clientY - edges.top].map((along) => (along / edges.width) * DIAL);
    follow();
  };
  dial.addEventListener("pointerdown", (event) => {
    dial.setPointerCapture(event.pointerId);
    point(event);
  });
  dial.addEventListener("pointermove", (event) => dial.hasPointerCapture(event.pointerId) && point(event));
  dial.addEventListener("keydown", (event) => {
    const { hue, strength } = now;
    const to = {
      ArrowRight: { hue: hue + 1 / 36, strength }, ArrowLeft: { hue: hue - 1 / 36, strength },
      ArrowUp: { hue, strength: strength + 0.05 }, ArrowDown: { hue, strength: strength - 0.05 },
      Home: { hue, strength: 0 }, End: { hue, strength: 1 },
    }[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    pick(to);
  });
  const show = (lamp) => {
    const there = toHue(lamp);
    if (fromHue(now).some((one, channel) => Math.abs(one - lamp[channel]) > 0.005)) now = there; // from elsewhere
    const turned = 2 * Math.PI * now.hue;
    mark.style.left = `${50 + 50 * now.strength * Math.sin(turned)}%`;
    mark.style.top = `${50 - 50 * now.strength * Math.cos(turned)}%`;
    const values = { "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(100 * now.strength) };
    for (const [name, value] of Object.entries(values)) dial.setAttribute(name, value);
    dial.setAttribute("aria-valuetext", shares(lamp, ["red", "green", "blue"]));
  };
  return { dial, show };
}

/** Hue and strength at a place of the dial: red on top, clockwise. */
function at(x, y) {
  const [right, down] = [x - DIAL / 2, y - DIAL / 2];
  const turned = Math.atan2(right, -down) / (2 * Math.PI);
  return { hue: (turned + 1) % 1, strength: Math.min(1, Math.hypot(right, down) / (DIAL / 2)) };
}
