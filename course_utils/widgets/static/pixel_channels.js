// Draws a PixelChannels (pixel_channels.py): the photograph with a cross, the pixels around it, the numbers of the one
// under the cross and where they lie, and the three planes that permute and reshape make of them.
import { createCanvas, paint } from "./shared/canvas.js";
import { checkbox, element, toggle, written } from "./shared/page.js";
import { atNextFrame, mount } from "./shared/widget.js";

const COLOURS_OF = ["red", "green", "blue"];
const LETTERS = ["R", "G", "B"];
const AROUND = 2; // pixels on each side in the enlarged part

/** A whole number with commas between thousands. */
function grouped(count) {
  return new Intl.NumberFormat("en").format(count);
}

/** The photograph: its size, value(row, column, channel), where each number lies, and where reshape puts it. */
function read(model) {
  const { shape: [height, width], bytes } = model.get("image");
  const flat = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = (row, column, channel) => (row * width + column) * 3 + channel; // place in (H, W, C)
  const first = (channel, row, column) => (channel * height + row) * width + column; // place in (C, H, W)
  const cut = (place) => { // the address that (C, H, W) has at a place
    const inPlane = place % (height * width);
    return [Math.floor(place / (height * width)), Math.floor(inPlane / width), inPlane % width];
  };
  const permuted = new Uint8Array(flat.length);
  for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) {
    for (let channel = 0; channel < 3; channel++) {
      permuted[first(channel, row, column)] = flat[last(row, column, channel)];
    }
  }
  const inside = (row, column) => row >= 0 && row < height && column >= 0 && column < width;
  return { height, width, permuted, reshaped: flat, flat, last, first, cut, inside };
}

/** Three planes as they are shown with some channels on: [H, W] in grey or [3, H, W]. */
function select({ permuted, height, width }, channels, tinted) {
  const size = height * width;
  if (channels.length === 1 && !tinted) {
    return [permuted.subarray(channels[0] * size, (channels[0] + 1) * size), [height, width]];
  }
  const shown = new Uint8Array(3 * size);
  for (const channel of channels) {
    shown.set(permuted.subarray(channel * size, (channel + 1) * size), channel * size);
  }
  return [shown, [3, height, width]];
}

/** A title, a box, and in it a canvas of at most `wide` by `high` style pixels for a picture of that size. */
function frameFor(title, { height, width }, wide, high) {
  const canvas = createCanvas(title, Math.min(wide, (high * width) / height));
  const box = element("div", "pixel-box", canvas);
  const figure = element("figure", "pixel-figure", element("figcaption", "", title), box);
  return { figure, box, canvas };
}

/** Puts a mark on a pixel of a picture whose box it lies in. */
function put(mark, [row, column], { height, width }) {
  const place = { "--x": (column + 0.5) / width, "--y": (row + 0.5) / height, "--w": 1 / width, "--h": 1 / height };
  for (const [name, value] of Object.entries(place)) mark.style.setProperty(name, value);
}

/** The photograph with its cross; `go(row, column)` when the pointer picks a pixel. */
function createPhotograph(room, now, go) {
  const { figure, box, canvas } = frameFor("the photograph", now, 380, 300);
  const [across, down, target] = ["pixel-across", "pixel-down", "pixel-target"].map((name) => element("div", name));
  box.classList.add("pixel-pick");
  box.append(across, down, target);
  let pointed;
  const follow = atNextFrame(() => go(...pointed));
  const point = (event) => {
    const edges = box.getBoundingClientRect();
    const at = (offset, length, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / length) * count)));
    const row = at(event.clientY - edges.top, edges.height, now.height);
    pointed = [row, at(event.clientX - edges.left, edges.width, now.width)];
    follow();
  };
  box.addEventListener("pointerdown", (event) => {
    box.setPointerCapture(event.pointerId);
    room.root.focus({ preventScroll: true });
    point(event);
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => box.hasPointerCapture(event.pointerId) && point(event));
  return { figure, canvas, show: (pixel) => [across, down, target].forEach((mark) => put(mark, pixel, now)) };
}

/** The pixels around the cross, enlarged: a table of colours with the middle one framed. */
function createAround() {
  const side = 2 * AROUND + 1;
  const cells = Array.from({ length: side * side }, () => element("span"));
  const grid = element("div", "pixel-around", ...cells);
  grid.setAttribute("aria-hidden", "true"); // the table has the numbers
  cells[Math.floor(cells.length / 2)].className = "middle";
  const figure = element("figure", "pixel-figure", element("figcaption", "", "around the pixel"), grid);
  const show = (now, shown, shape, [row, column]) => cells.forEach((cell, i) => {
    const [r, c] = [row + Math.floor(i / side) - AROUND, column + (i % side) - AROUND];
    const there = now.inside(r, c);
    const of = (channel) => shown[(shape.length === 3 ? channel * now.height * now.width : 0) + r * now.width + c];
    cell.style.background = there ? `rgb(${of(0)} ${of(1)} ${of(2)})` : "";
    cell.classList.toggle("outside", !there);
  });
  return { figure, show };
}

/** The table of the pixel's numbers, with their addresses and their places in memory. */
function createNumbers() {
  const body = element("tbody");
  const titles = ["", "value", "(H, W, C)", "place in memory", "(C, H, W)", "place in memory"];
  const head = element("tr", "", ...titles.map((title) => element("th", "", title)));
  const table = element("table", "pixel-numbers", element("thead", "", head), body);
  table.setAttribute("aria-label", "numbers of the pixel, and where they lie");
  const show = (now, [row, column], how) => {
    const rows = COLOURS_OF.map((name, channel) => {
      const place = now.last(row, column, channel);
      const permuted = how === "permute";
      const address = permuted ? [channel, row, column] : now.cut(place);
      return element("tr", "", element("th", "", element("i", name, LETTERS[channel]), name),
        element("td", "value", String(now.flat[place])),
        element("td", "", element("code", "", `image[${row}, ${column}, ${channel}]`)),
        element("td", "", grouped(place)),
        element("td", "", element("code", "", `image_chw[${address.join(", ")}]`)),
        element("td", "", grouped(permuted ? now.first(...address) : place)));
    });
    const values = [0, 1, 2].map((channel) => now.flat[now.last(row, column, channel)]);
    const mean = element("td", "", `the mean: (${values.join(" + ")}) / 3`);
    mean.colSpan = 4;
    const grey = element("td", "value", written((values[0] + values[1] + values[2]) / 3));
    const name = element("th", "", element("i", "grey", "\u00a0"), "grey");
    body.replaceChildren(...rows, element("tr", "", name, grey, mean));
  };
  return { table, show };
}

/** The planes of (C, H, W) and the picture that they make together; the pixel's numbers are ringed in the planes. */
function createPlanes(now) {
  const planes = [0, 1, 2].map((index) => frameFor(`image_chw[${index}]`, now, 205, 180));
  const whole = frameFor("as red, green, blue", now, 205, 180);
  const rings = LETTERS.map(() => element("div", "pixel-ring", element("b")));
  const row = element("div", "pixel-planes", ...[...planes, whole].map(({ figure }) => figure));
  const text = element("p", "pixel-why quiet");
  const draw = (how) => {
    const values = how === "permute" ? now.permuted : now.reshaped;
    const size = now.height * now.width;
    planes.forEach(({ canvas }, index) =>
      paint(canvas, values.subarray(index * size, (index + 1) * size), [now.height, now.width], { high: 255 }));
    paint(whole.canvas, values, [3, now.height, now.width], { high: 255 });
    const code = how === "permute" ? "image_chw = torch.from_numpy(image).permute(2, 0, 1)"
      : `image_chw = image.reshape(3, ${now.height}, ${now.width})`;
    const why = how === "permute"
      ? " The three numbers of a pixel lie at one place, each in the plane of its colour. Stored in this order, they " +
        `are ${grouped(size)} places apart in memory.`
      : " The three numbers of a pixel lie side by side: reshape cuts the row of numbers into three as it lies in " +
        "memory, so each plane is a third of the photograph, with all three colours.";
    text.replaceChildren(element("code", "", code), element("br"), why);
  };
  const show = ([r, c], how) => {
    const places = [0, 1, 2].map((channel) =>
      (how === "permute" ? [channel, r, c] : now.cut(now.last(r, c, channel))));
    rings.forEach((ring, channel) => {
      const [plane, ...pixel] = places[channel];
      planes[plane].box.append(ring);
      put(ring, pixel, now);
      const sameLine = (other) => other && other[0] === plane && other[1] === pixel[0];
      const run = places.slice(channel).findIndex((other) => !sameLine(other));
      const letters = LETTERS.slice(channel, run < 0 ? 3 : channel + run).join(" ");
      ring.firstChild.textContent = sameLine(places[channel - 1]) ? "" : letters; // neighbours share one label
      ring.classList.toggle("at-right", pixel[1] > now.width * 0.7);
    });
  };
  return { figure: element("div", "pixel-layout", row, text), draw, show };
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "pixel", label: "A pixel and its numbers. Arrow keys move the cross, with shift by 10.",
    keys: "← → ↑ ↓ one pixel, with Shift ten, Home and End of the row, p for permute or reshape",
  });
  let parts;
  const pixel = () => {
    const { now } = parts;
    return [Math.min(model.get("row"), now.height - 1), Math.min(model.get("column"), now.width - 1)];
  };
  const go = (row, column) => {
    const { height, width } = parts.now;
    const within = (n, count) => Math.min(count - 1, Math.max(0, n));
    room.set({ row: within(row, height), column: within(column, width) });
  };
  const boxes = COLOURS_OF.map((name, channel) => checkbox(name, true, (on) => {
    const others = model.get("channels").filter((other) => other !== channel);
    room.set({ channels: on ? [...others, channel].sort() : others });
  }));
  const tinted = checkbox("tint a channel that is alone", true, (on) => room.set({ tinted: on }));
  const layout = toggle("how (C, H, W) is made", ["permute", "reshape"], (name) => room.set({ how: name }));
  room.controls.append(...boxes.map(({ figure }) => figure), tinted.figure);

  function build() {
    const now = read(model);
    parts = {
      now, photograph: createPhotograph(room, now, go), around: createAround(), numbers: createNumbers(),
      planes: createPlanes(now),
    };
    const { photograph, around, numbers, planes } = parts;
    const head = element("div", "cw-controls pixel-head", element("span", "", "to (C, H, W) by"), layout.figure);
    const side = element("div", "pixel-side", around.figure, room.controls);
    const table = element("div", "cw-scroll", numbers.table);
    room.stage.replaceChildren(photograph.figure, side, room.said, table, head, planes.figure);
    arrange();
  }
  /** Draws what depends on how (C, H, W) is made. */
  function arrange() {
    layout.show(model.get("how"));
    parts.planes.draw(model.get("how"));
    colour();
  }
  /** Draws what depends on the channels. */
  function colour() {
    const [channels, { now, photograph }] = [model.get("channels"), parts];
    boxes.forEach((box, channel) => box.show(channels.includes(channel)));
    tinted.show(model.get("tinted"));
    parts.shown = select(now, channels, model.get("tinted"));
    paint(photograph.canvas, ...parts.shown, { high: 255 });
    draw();
  }
  /** Draws what depends on the pixel. */
  function draw() {
    const [{ now, photograph, around, numbers, planes, shown }, name] = [parts, model.get("how")];
    const [row, column] = pixel();
    photograph.show([row, column]);
    around.show(now, ...shown, [row, column]);
    numbers.show(now, [row, column], name);
    planes.show([row, column], name);
    const values = COLOURS_OF.map((colour, channel) => `${colour} ${now.flat[now.last(row, column, channel)]}`);
    const off = model.get("channels").length ? "" : " No channel is on: nothing is left but black.";
    room.said.textContent = `Row ${row}, column ${column}: ${values.join(", ")}.${off}`;
  }

  room.onKeys(({ shiftKey }) => {
    const [[row, column], by] = [pixel(), shiftKey ? 10 : 1];
    const other = () => room.set({ how: model.get("how") === "permute" ? "reshape" : "permute" });
    return {
      ArrowRight: () => go(row, column + by), ArrowLeft: () => go(row, column - by),
      ArrowDown: () => go(row + by, column), ArrowUp: () => go(row - by, column),
      Home: () => go(row, 0), End: () => go(row, parts.now.width - 1), p: other, P: other,
    };
  });
  room.onChange(["image"], build);
  room.onChange(["how"], arrange);
  room.onChange(["channels", "tinted"], colour);
  room.onChange(["row", "column"], draw);
  build();
  return room.close;
}

export default { render };
