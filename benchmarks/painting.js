// Runs in the page for painting.py: when has the page painted what an input asked for, and how often does it paint?
//
// A message that is sent in a frame's callbacks arrives when the frame has been laid out and painted.
const PATIENCE = 20000; // milliseconds; only what hangs ever meets the end
const GLIDE = 250; // milliseconds after a step in which something moves

/** What stands in a part of the page: a text, or the address of a picture as soon as it is there. */
function shown(root, part) {
  const found = root.querySelector(part);
  if (found?.tagName !== "IMG") return found?.textContent;
  return found.complete && found.naturalWidth ? found.src : undefined;
}

/** Watches a part of the page from `start()` on; `painted` is the milliseconds until something new is painted there. */
function watch(root, part) {
  const before = shown(root, part);
  const { port1: frameEnd, port2: frame } = new MessageChannel();
  let begin;
  const look = () => requestAnimationFrame(() => frame.postMessage("painted"));
  const painted = new Promise((resolve, reject) => {
    frameEnd.onmessage = () => {
      const [took, now] = [performance.now() - begin, shown(root, part)];
      if (now !== undefined && now !== before) resolve(took);
      else if (took > PATIENCE) reject(new Error(`nothing new in "${part}" ${PATIENCE} ms after an input`));
      else look();
    };
  });
  const start = () => { begin = performance.now(); };
  return { start, look, painted, frame };
}

/** Presses a key at the beginning of a frame; resolves to the milliseconds until the part shows something new. */
export function afterKey(root, target, key, part) {
  const { start, painted, frame } = watch(root, part);
  requestAnimationFrame(() => {
    start();
    frame.postMessage("painted"); // arrives after this frame
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  });
  return painted;
}

/** The same from the next move of the mouse on, which a browser hands out at the beginning of a frame by itself. */
export function afterMove(root, part) {
  const { start, look, painted } = watch(root, part);
  const begin = () => {
    start();
    look();
  };
  window.addEventListener("pointermove", begin, { capture: true, once: true });
  return painted;
}

/**
 * Watches the frames of so many milliseconds: `intervals` between them and, of these, the `moving` ones, which end
 * within GLIDE after the part has changed; `long`, the milliseconds of every task of more than 50.
 */
export async function watchFrames(root, part, milliseconds) {
  const [intervals, moving, long] = [[], [], []];
  const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => task.duration)));
  observer.observe({ type: "longtask" });
  const next = () => new Promise(requestAnimationFrame);
  const first = await next();
  let [last, changed, text] = [first, -Infinity, shown(root, part)];
  while (last - first < milliseconds) {
    const now = await next();
    if (shown(root, part) !== text) [changed, text] = [now, shown(root, part)];
    intervals.push(now - last);
    if (now - changed < GLIDE) moving.push(now - last);
    last = now;
  }
  observer.disconnect();
  return { intervals, moving, long };
}
