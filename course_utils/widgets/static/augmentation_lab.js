// Draws an AugmentationLab (augmentation_lab.py): a picture, a dial for the colour of the light, sliders for the affine
// map, the result, and the numbers of both.
import { createDial, shares } from "./augmentation_lab_dial.js";
import { affine, greyWorld, litBy, normalised, numbersOf } from "./augmentation_lab_numbers.js";
import { createNumbers, whole } from "./augmentation_lab_table.js";
import { createCanvas, floats, paint } from "./shared/canvas.js";
import { checkbox, choice, element, slider, toggle } from "./shared/page.js";
import { mount } from "./shared/widget.js";

const MAP = ["angle", "shear", "flip", "shift", "mode"]; // what `affine` takes
const NOTHING = { angle: 0, shear: 0, flip: false, shift: [0, 0], lamp: [1, 1, 1], grey_world: false, normalise: "no" };
const OWN = "a colour of your own";

const degrees = (value) => `${String(value).replace("-", "−")}°`;

/** A titled canvas for a picture. */
function frameFor(title) {
  const canvas = createCanvas(title, 240);
  return { figure: element("figure", "augment-figure", element("figcaption", "", title), canvas), canvas };
}

/** What was done, in words. */
function inWords(model, lampName, outside) {
  const [angle, shear, [down, right]] = [model.get("angle"), model.get("shear"), model.get("shift")];
  const light = [`${lampName} light`, model.get("grey_world") && "grey-world"];
  const map = [
    model.get("flip") && "mirrored", shear && `sheared by ${degrees(shear)}`, angle && `turned by ${degrees(angle)}`,
    (down || right) && `moved ${whole(down)} down and ${whole(right)} to the right`,
  ];
  const normalise = model.get("normalise");
  const steps = [
    ...light, normalise === "first" && "normalised", ...map, normalise === "last" && "normalised",
  ].filter(Boolean);
  const text = steps.join(", then ");
  const came = {
    no: "0, which is black", last: "0, which is black; then they are normalised like all others",
    first: "0. That is no longer black but the grey 0.5, as the picture is already normalised",
  }[normalise];
  const count = `${outside} pixel${outside > 1 ? "s come" : " comes"}`;
  const corners = outside ? `${count} from outside of the picture, as ${came}.`
    : "No pixel comes from outside of the picture.";
  return [`${text[0].toUpperCase()}${text.slice(1)}.`, corners];
}

function render(view) {
  const { model } = view;
  const room = mount(view, {
    name: "augment", label: "Augmentation and light: a picture, a lamp, an affine map, and the numbers that come out.",
    keys: "m mirror, g grey-world, n normalise, 0 sets all back; arrow keys on a slider or on the disc of colours",
  });
  const [before, after] = [frameFor("the picture"), frameFor("what the network gets")];
  const numbers = createNumbers();
  const lamps = model.get("lamps");
  let setting = false; // what is set here is drawn once, however many traits it is
  const change = (values) => {
    setting = true;
    room.set(values);
    setting = false;
    draw();
  };
  const dial = createDial((lamp) => change({ lamp }));
  let own; // the last colour without a name: as long as there is none, the list does not offer it
  const named = choice("lamp", [], (name) => change({ lamp: [...(lamps[name] ?? own)] }));
  const grey = checkbox("grey-world", false, (on) => change({ grey_world: on }));
  const range = (text, most, say, act) => slider(text, { min: -most, max: most, step: 1, value: 0, say }, act);
  const moved = (place, value) => model.get("shift").map((old, i) => (i === place ? value : old));
  const sliders = {
    angle: range("turn", 180, degrees, (value) => change({ angle: value })),
    shear: range("shear", 40, degrees, (value) => change({ shear: value })),
    right: range("move right", 10, whole, (value) => change({ shift: moved(1, value) })),
    down: range("move down", 10, whole, (value) => change({ shift: moved(0, value) })),
  };
  const flip = checkbox("mirror", false, (on) => change({ flip: on }));
  const mode = toggle("pixels between pixels", ["nearest", "bilinear"], (name) => change({ mode: name }));
  const order = toggle("normalise", ["no", "last", "first"], (when) => change({ normalise: when }));
  const written = element("div", "augment-shares quiet");

  const light = element("div", "augment-light", element("div", "augment-title", "the light"), dial.dial, written,
    named.figure, grey.figure);
  room.stage.append(before.figure, light, after.figure);
  const group = (...parts) => element("div", "augment-group", ...parts);
  room.controls.append(
    element("div", "augment-sliders", ...Object.values(sliders).map(({ figure }) => figure)),
    element("div", "augment-choices", flip.figure, group(element("span", "", "take the"), mode.figure, "pixel"),
      group(element("span", "", "normalise"), order.figure)),
  );
  room.root.insertBefore(room.controls, room.said);
  room.said.after(element("div", "cw-scroll", numbers.table));

  let image;
  function read() {
    const { shape, bytes } = model.get("image");
    image = { shape, values: floats(bytes) };
    const [, height, width] = shape;
    for (const { canvas } of [before, after]) canvas.style.width = `${Math.min(1, width / height) * 240}px`;
    paint(before.canvas, image.values, shape);
    image.numbers = numbersOf(image);
    draw();
  }
  function draw() {
    const lamp = model.get("lamp");
    const normalise = model.get("normalise");
    let picture = litBy(image, lamp);
    if (model.get("grey_world")) picture = greyWorld(picture);
    if (normalise === "first") picture = normalised(picture);
    const made = affine(picture, Object.fromEntries(MAP.map((name) => [name, model.get(name)])));
    picture = normalise === "last" ? normalised(made.picture) : made.picture;
    paint(after.canvas, picture.values, picture.shape, normalise === "no" ? {} : { low: -1, high: 1 });
    numbers.show(image.numbers, numbersOf(picture));

    const same = (name) => lamps[name].every((one, channel) => Math.abs(one - lamp[channel]) < 0.005);
    const name = Object.keys(lamps).find(same);
    if (!name) own = lamp;
    named.offer([...Object.keys(lamps), ...(own ? [OWN] : [])]);
    named.show(name ?? OWN);
    dial.show(lamp);
    written.textContent = `× (${shares(lamp)})`;
    const [down, right] = model.get("shift");
    for (const [key, value] of Object.entries({ angle: model.get("angle"), shear: model.get("shear"), right, down })) {
      sliders[key].show(value);
    }
    for (const [box, trait] of [[grey, "grey_world"], [flip, "flip"]]) box.show(model.get(trait));
    mode.show(model.get("mode"));
    order.show(normalise);
    const [done, corners] = inWords(model, name ?? "coloured", made.outside);
    room.said.replaceChildren(done, element("div", "quiet", corners));
  }

  const next = { no: "last", last: "first", first: "no" };
  room.onKeys(() => ({
    m: () => change({ flip: !model.get("flip") }), g: () => change({ grey_world: !model.get("grey_world") }),
    n: () => change({ normalise: next[model.get("normalise")] }),
    0: () => change(NOTHING),
  }));
  room.onChange(["image"], read);
  room.onChange([...Object.keys(NOTHING), "mode"], () => setting || draw());
  read();
  return room.close;
}

export default { render };
