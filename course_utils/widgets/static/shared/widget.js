// The room in which one view of a widget lives, the same for all: a stage to draw on, a line that is read aloud,
// controls, and a line that names the keys. It keeps the still picture hidden and JupyterLab's keys out, and takes
// everything back when the view closes:
//
//   function render(view) {
//     const room = mount(view, { name: "stepper", label: "…", keys: "← → one cell" });
//     room.stage.append(…); room.controls.append(button("Step", …));
//     room.onKeys(() => ({ ArrowRight: …, " ": … }));
//     room.onChange(["picture"], build);
//     build();
//     return room.close;
//   }
import { button, element } from "./page.js";

const FIELDS = "input, select, textarea"; // keys in them are theirs

/**
 * Moves a view in. `name` is the root's class beside "course-widget", `label` what a screen reader calls it, `keys`
 * the line on the keys. Returns { root, stage, said, controls, calm, set, onChange, onKeys, listen, player, close }:
 * `calm.matches` tells whether the reader asks for reduced motion; the others are explained below.
 */
export function mount({ model, el }, { name, label, keys = "" }) {
  const [stage, controls] = [element("div", "cw-stage"), element("div", "cw-controls")];
  const said = element("div", "cw-said"); // fill it with replaceChildren: what stands in it is read aloud
  const root = element("div", `course-widget ${name}`, stage, said, controls);
  if (keys) root.append(element("p", "cw-keys", `Keys, after a click in here: ${keys}`));
  root.tabIndex = 0;
  // JupyterLab keeps its own keys (x cuts the cell) out of what has this mark; a parent's mark is not enough.
  const ownKeys = ({ target }) => { target.dataset.lmSuppressShortcuts = "true"; };
  root.addEventListener("focusin", ownKeys);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", label);
  said.setAttribute("aria-live", "polite");
  said.setAttribute("aria-atomic", "true");
  el.append(element("div", "course-width", root));

  const leaving = [];
  const close = () => { for (const act of leaving.splice(0)) act(); };
  leaving.push(hideStills(model, el));

  /** Listens to a part of the page, or to the window, until the view closes. */
  const listen = (target, event, act) => {
    target.addEventListener(event, act);
    leaving.push(() => target.removeEventListener(event, act));
  };
  /** Does `act` when one of these traits changes, in Python or in another view. */
  const onChange = (traits, act) => {
    for (const trait of traits) {
      model.on(`change:${trait}`, act);
      leaving.push(() => model.off(`change:${trait}`, act));
    }
  };
  /** Sets traits and tells Python: set({ position: 3 }). */
  const set = (values) => {
    for (const [trait, value] of Object.entries(values)) model.set(trait, value);
    model.save_changes();
  };
  /** `moves(event)` gives {key: act} of now. Fields keep their keys, a button its space and Enter. */
  const onKeys = (moves) => listen(root, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FIELDS)) return;
    if ([" ", "Enter"].includes(event.key) && event.target.closest("button")) return;
    const act = moves(event)[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  // Else the notebook takes arrow keys away from sliders.
  listen(root, "keydown", (event) => event.target.closest(FIELDS) && event.stopPropagation());
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const player = (settings) => createPlayer({ calm, listen, leaving }, settings);
  return { root, stage, said, controls, calm, set, onChange, onKeys, listen, player, close };
}

/** Hides the pictures that stand in for the widget; returns how to bring them back once its last view has closed. */
function hideStills(model, el) {
  const name = model.get("still");
  el.dataset.live = name;
  const stills = [...document.querySelectorAll(`[data-still="${name}"]`)];
  const hidden = stills.map((still) => still.closest(".jp-OutputArea-child") ?? still);
  for (const output of hidden) output.style.display = "none";
  return () => {
    delete el.dataset.live;
    if (document.querySelector(`[data-live="${name}"]`)) return;
    for (const output of hidden) output.style.display = "";
  };
}

/**
 * A Play button and its clock: `begin()` once at each start, then `advance()` every `pause` milliseconds until it
 * returns false. Disabled for readers who ask for reduced motion; `instead` names the button to use then.
 */
function createPlayer({ calm, listen, leaving }, { advance, begin = () => {}, pause = 1100, instead = "Step" }) {
  let timer;
  const show = () => {
    made.textContent = timer ? "Pause" : "Play";
    made.disabled = calm.matches;
    made.title = calm.matches ? `Your system asks for reduced motion: use ${instead}.` : "";
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    show();
  };
  const start = () => {
    begin();
    timer = setInterval(() => advance() || stop(), pause);
    show();
  };
  const made = button("Play", () => (timer ? stop() : start()));
  listen(calm, "change", stop);
  leaving.push(stop);
  show();
  return { button: made, stop };
}

/** Puts calls together: however often the result is called, `act` runs once, at the next frame. For drags. */
export function atNextFrame(act) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      act();
    });
  };
}
