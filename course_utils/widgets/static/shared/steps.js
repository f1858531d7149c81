// Walking through the cells of a result, one after the other: Back, Step, Play and Restart, and the same by keys.
// A widget that has it keeps two traits: `position`, the cell shown, and `reached`, the furthest one so far.
import { button } from "./page.js";

/** What the keys do, for the line below a widget. */
export const STEP_KEYS = "← → one cell, ↑ ↓ one row, Home, End, space to play";

/**
 * Puts the buttons among the room's controls. `size()` gives the { rows, columns } of the result as they are now,
 * `show(position, reached)` draws one step. Returns { go, draw }: go(position) walks there, draw() draws once more.
 */
export function createSteps(room, model, { size, show }) {
  const total = () => size().rows * size().columns;
  const here = () => Math.min(model.get("position"), total() - 1);
  const atEnd = () => here() === total() - 1;
  const back = button("Back", () => go(here() - 1));
  const step = button("Step", () => go(here() + 1), "main");
  const play = room.player({
    begin: () => atEnd() && go(0, 0),
    advance: () => {
      go(here() + 1);
      return !atEnd();
    },
  });
  const restart = button("Restart", () => {
    play.stop();
    go(0, 0);
  });
  room.controls.append(back, step, play.button, restart);
  let going = false; // position and reached are set one after the other, and drawn once

  function go(position, reached = model.get("reached")) {
    const to = Math.min(Math.max(position, 0), total() - 1);
    going = true;
    try {
      room.set({ position: to, reached: Math.max(reached, to) });
    } finally {
      going = false;
      draw();
    }
  }
  /** A button that has the focus passes it on before it is disabled, or the keys would go nowhere. */
  function enable(made, on) {
    if (!on && document.activeElement === made) room.root.focus({ preventScroll: true });
    made.disabled = !on;
  }
  function draw() {
    show(here(), Math.min(model.get("reached"), total() - 1));
    enable(back, here() > 0);
    enable(step, !atEnd());
  }

  room.onKeys(() => {
    const [position, { columns }] = [here(), size()];
    return {
      ArrowRight: () => go(position + 1), ArrowLeft: () => go(position - 1),
      ArrowDown: () => position + columns < total() && go(position + columns),
      ArrowUp: () => position - columns >= 0 && go(position - columns),
      Home: () => go(0), End: () => go(total() - 1), " ": () => play.button.click(),
    };
  });
  room.onChange(["position", "reached"], () => going || draw());
  return { go, draw };
}
