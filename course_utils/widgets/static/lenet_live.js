// Draws a LeNetLive (lenet_live.py): a pad to draw on, and what the student's own network makes of the drawing. Python
// computes; only the newest drawing waits for it, so that a slow answer never leaves a queue behind.
import { SIDE, PATCH, createPad, offCentre, altered, stroke } from "./lenet_live_pad.js";
import { createMaps, createScores, percent, softmax } from "./lenet_live_maps.js";
import { createCanvas, paint } from "./shared/canvas.js";
import { button, element } from "./shared/page.js";
import { atNextFrame, mount } from "./shared/widget.js";

const FURTHEST = 3; // pixels that a drawing can be shifted
const REST = 600; // milliseconds without a change before the guess is read aloud
const PATIENCE = 4000; // milliseconds to wait for Python
const TOOLS = { d: "Draw", e: "Erase", c: "Cover" };
const bytesOf = (view) => new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));

/** Asks Python about the newest state, which `now()` gives; `late()` when no answer comes. data-waiting tells tests. */
function createQuestions(model, room, { now, late }) {
  let [waiting, clock] = [false, 0]; // for the answer to the question before; for the answer to this one
  const send = () => {
    waiting = false;
    clock = setTimeout(() => {
      clock = 0;
      late();
    }, PATIENCE);
    room.set({ ...now(), asked: model.get("asked") + 1 });
  };
  const answer = () => {
    if (model.get("answered") < model.get("asked")) return;
    clearTimeout(clock);
    clock = 0;
    if (waiting) send();
    else requestAnimationFrame(() => { room.root.dataset.waiting = String(clock !== 0); });
  };
  room.onChange(["answered"], answer);
  const ask = () => {
    waiting = true;
    room.root.dataset.waiting = "true";
    if (!clock) send();
  };
  return { ask, isWaiting: () => waiting || clock !== 0, close: () => clearTimeout(clock) };
}

/** The guess in words, with what comes next and what was done to the drawing. */
function inWords(model, state) {
  const shares = softmax(model.get("logits"));
  const [first, second] = shares.map((_, digit) => digit).sort((a, b) => shares[b] - shares[a]);
  const [down, right] = state.shift;
  const ways = [
    down && `${Math.abs(down)} ${down > 0 ? "down" : "up"}`,
    right && `${Math.abs(right)} ${right > 0 ? "right" : "left"}`,
  ].filter(Boolean);
  const doings = [
    ways.length && `Shifted ${ways.join(", ")}.`,
    state.patch && `Covered: rows ${state.patch[0]} to ${state.patch[0] + PATCH - 1}, columns ${state.patch[1]} to ` +
      `${state.patch[1] + PATCH - 1}.`,
    !state.bytes.some(Boolean) && "The pad is empty; the network answers all the same.",
  ].filter(Boolean);
  return [
    element("div", "lenet-guess", "It reads ", element("b", "", String(first)),
      ` with ${percent(shares[first])}; next is ${second} with ${percent(shares[second])}.`),
    element("div", "quiet", doings.join(" ")),
  ];
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "lenet", label: "Draw a digit and watch your network. Keys 0 to 9 show samples, arrows shift the drawing.",
    keys: "0 to 9 a sample, arrows shift (or move the patch), d draw, e erase, c cover, m to the middle, Delete clears",
  });
  const state = {}; // bytes, shift and patch: what the pad shows, ahead of Python
  const read = () => Object.assign(state, {
    bytes: bytesOf(model.get("drawing")), shift: [...model.get("shift")],
    patch: model.get("patch") && [...model.get("patch")],
  });
  const [pad, scores, maps] = [createPad(room), createScores(), createMaps()];
  let tool = "Draw";
  let rest = 0;
  const heard = element("div", "lenet-heard"); // what is seen changes with each stroke, too often to be read aloud
  for (const name of ["aria-live", "aria-atomic"]) {
    heard.setAttribute(name, room.said.getAttribute(name));
    room.said.removeAttribute(name);
  }
  room.said.after(heard);

  const questions = createQuestions(model, room, {
    now: () => ({ drawing: new DataView(state.bytes.slice().buffer), shift: [...state.shift], patch: state.patch }),
    late: () => explain("Python does not answer. When no other cell is running, run this cell again; " +
      "until then your drawing stays."),
  });
  const draw = atNextFrame(() => {
    pad.show(state.bytes, state.shift, state.patch);
    for (const [name, made] of Object.entries(tools)) made.setAttribute("aria-pressed", String(tool === name));
    pad.figure.dataset.tool = tool;
  });
  const answer = atNextFrame(() => {
    if (model.get("trouble")) return explain(`Your network gives no answer: ${model.get("trouble")}.`);
    if (!model.get("logits").length) return;
    scores.show(model.get("logits"));
    maps.show(model.get("layers"), model.get("maps"), model.get("changes"));
    room.said.replaceChildren(...inWords(model, state));
    clearTimeout(rest);
    rest = setTimeout(() => questions.isWaiting() || readAloud(), REST);
  });
  const change = (values) => {
    Object.assign(state, values);
    clearTimeout(rest);
    draw();
    questions.ask();
  };
  const within = (value, low, high) => Math.min(high, Math.max(low, value));

  function explain(text) {
    clearTimeout(rest);
    room.said.replaceChildren(element("div", "lenet-trouble", `⚠ ${text}`));
    readAloud();
  }
  function readAloud() {
    heard.textContent = [...room.said.children].map((line) => line.textContent).join(" ");
  }
  function shift(down, right) {
    change({ shift: [down, right].map((step, axis) => within(state.shift[axis] + step, -FURTHEST, FURTHEST)) });
  }
  function cover(row, column) {
    change({ patch: [row, column].map((place) => within(Math.round(place), 0, SIDE - PATCH)) });
  }
  function move(down, right) {
    if (state.patch) cover(state.patch[0] + 2 * down, state.patch[1] + 2 * right);
    else shift(down, right);
  }
  function take(name) {
    const off = name === tool && name === "Cover";
    tool = off ? "Draw" : name;
    if (tool === "Cover" && !state.patch) cover(12, 12);
    else if (tool !== "Cover" && state.patch) change({ patch: null });
    else draw();
  }
  function centre() {
    change({ bytes: altered(state.bytes, offCentre(state.bytes), null), shift: [0, 0] });
  }
  const clear = () => change({ bytes: new Uint8Array(SIDE * SIDE), shift: [0, 0] });
  const sample = (digit) => change({
    bytes: bytesOf(model.get("samples")).slice(digit * SIDE * SIDE, (digit + 1) * SIDE * SIDE), shift: [0, 0],
  });

  pad.onDrag((from, to, first) => {
    if (state.patch) return cover(to[0] - PATCH / 2, to[1] - PATCH / 2);
    const moved = ([row, column]) => [row - state.shift[0], column - state.shift[1]];
    stroke(state.bytes, moved(from), moved(to), tool === "Erase");
    change({});
  });
  const tools = Object.fromEntries(Object.entries(TOOLS).map(([key, name]) => {
    const made = button(name, () => take(name));
    made.title = `key ${key}`;
    return [name, made];
  }));
  const arrows = [["←", "left", 0, -1], ["↑", "up", -1, 0], ["↓", "down", 1, 0], ["→", "right", 0, 1]];
  const shifts = arrows.map(([text, way, down, right]) => {
    const made = button(text, () => shift(down, right), "lenet-arrow");
    made.setAttribute("aria-label", `shift 1 pixel ${way}`);
    return made;
  });
  const digits = Array.from({ length: 10 }, (_, digit) => {
    const small = createCanvas("", 24);
    paint(small, bytesOf(model.get("samples")).subarray(digit * SIDE * SIDE, (digit + 1) * SIDE * SIDE), [SIDE, SIDE],
      { high: 255 });
    const made = button(small, () => sample(digit));
    made.setAttribute("aria-label", `sample ${digit}`);
    made.title = `key ${digit}`;
    return made;
  });
  room.stage.append(
    element("div", "lenet-left", pad.figure, element("div", "lenet-samples", ...digits)), scores.figure,
  );
  room.controls.append(...Object.values(tools), element("span", "lenet-shifts", "shift", ...shifts),
    button("Middle", centre), button("Clear", clear));
  room.root.append(maps.figure);

  room.onKeys(() => ({
    ArrowLeft: () => move(0, -1), ArrowRight: () => move(0, 1), ArrowUp: () => move(-1, 0), ArrowDown: () => move(1, 0),
    ...Object.fromEntries(digits.map((_, digit) => [String(digit), () => sample(digit)])),
    ...Object.fromEntries(Object.entries(TOOLS).map(([key, name]) => [key, () => take(name)])),
    m: centre, Delete: clear, Backspace: clear,
  }));
  room.onChange(["drawing", "shift", "patch"], () => {
    if (questions.isWaiting()) return; // what comes back is older than the pad
    read();
    if (state.patch) tool = "Cover";
    else if (tool === "Cover") tool = "Draw";
    draw();
    answer(); // which may have come before, and tells of the drawing, too
  });
  room.onChange(["layers", "maps", "logits", "changes", "trouble", "answered"], answer);
  read();
  if (state.patch) tool = "Cover";
  draw();
  answer();
  return () => {
    clearTimeout(rest);
    questions.close();
    room.close();
  };
}

export default { render };
