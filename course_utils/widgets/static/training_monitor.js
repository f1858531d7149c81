// Draws a TrainingMonitor (training_monitor.py): a button that ends a training, and what stopping would keep. The
// curves above it are HTML that comes from Python.
import { button } from "./shared/page.js";
import { mount } from "./shared/widget.js";

const PATIENCE = 400; // milliseconds that Python has to answer before the kernel is interrupted
const NO_WAY = "This notebook passes nothing on while a cell runs. Press its own stop button (■): it keeps the same.";
const GONE = "The kernel that trained has ended, and the training with it: run the cell again.";

function render(view) {
  const { model } = view;
  const room = mount(view, { name: "monitor", label: "training" });
  const stop = button("Stop training", press, "main");
  room.controls.append(stop);
  let waiting = 0;
  let pressed = false;
  let notice = ""; // stays until the training is over

  function press() {
    pressed = true;
    notice = "";
    draw();
    try {
      model.send({ stop: true });
      waiting = setTimeout(interrupt, PATIENCE);
    } catch {
      explain(GONE);
    }
  }
  /** Ends the running cell, as the notebook's own button does; `fit` makes of it what it makes of a message. */
  function interrupt() {
    if (model.get("state") !== "running") return;
    const kernel = model.widget_manager?.kernel;
    if (kernel?.interrupt) kernel.interrupt().catch(() => explain(NO_WAY));
    else explain(NO_WAY);
  }
  function hear(content) {
    if (!content.heard) return;
    clearTimeout(waiting);
    pressed = true; // in this view or in another
    draw();
  }
  function explain(text) {
    pressed = false;
    notice = text;
    draw();
  }
  function draw() {
    const state = model.get("state");
    if (state !== "running") {
      pressed = false;
      notice = "";
      clearTimeout(waiting);
    }
    room.root.dataset.state = state;
    stop.disabled = pressed || state !== "running";
    stop.textContent = pressed ? "Stopping …" : "Stop training";
    const text = notice || model.get("said");
    if (room.said.textContent !== text) room.said.textContent = text; // the same is not read aloud again
  }

  room.onChange(["state", "said"], draw);
  model.on("msg:custom", hear);
  draw();
  return () => {
    clearTimeout(waiting);
    model.off("msg:custom", hear);
    room.close();
  };
}

export default { render };
