// Small pieces of a page: an element, a number in words, a button, a slider, a choice. They know nothing of widgets.

/** A number as it stands in a cell: whole ones without a point, others to two places, with a real minus sign. */
export function written(value) {
  return String(Number(value.toFixed(2))).replace("-", "−"); // halves away from 0, as in figures.cells
}

/** Gives a node this text, and an aria-label, where it has others: what is set anew is laid out anew. */
export function write(node, text, label) {
  if (node.textContent !== text) node.textContent = text;
  if (label !== undefined && node.getAttribute("aria-label") !== label) node.setAttribute("aria-label", label);
}

/** A new element with a class and what stands in it: texts and elements. */
export function element(tag, className = "", ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** A button that does `act`; the class "main" marks the one to press most. */
export function button(text, act, className = "") {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** A line for what was changed or refused, read aloud; `say(text)` writes it. */
export function createNote() {
  const figure = element("p", "cw-note");
  figure.setAttribute("role", "status");
  return { figure, say: (text) => { figure.textContent = text; } };
}

/** A slider with its label and value; `act(number)` while it moves, `show(number)` moves it without `act`. */
export function slider(text, { min, max, step, value, say = written }, act) {
  const input = element("input");
  Object.assign(input, { type: "range", min, max, step, value });
  input.setAttribute("aria-label", text); // or its name would change with the value
  const output = element("output");
  const figure = element("label", "cw-slider", element("span", "", text), input, output);
  const show = (number) => {
    input.value = number;
    output.textContent = say(number);
    input.setAttribute("aria-valuetext", say(number));
  };
  input.addEventListener("input", () => {
    show(Number(input.value));
    act(Number(input.value));
  });
  show(value);
  return { figure, input, show };
}

/**
 * A drop-down list with its label; `options` are texts, `act(text)` when one is chosen, `show(text)` without `act`,
 * `offer(options)` where they are others now.
 */
export function choice(text, options, act) {
  const select = element("select");
  const figure = element("label", "cw-choice", element("span", "", text), select);
  const offer = (texts) => {
    if ([...select.options].map((option) => option.text).join("\n") === texts.join("\n")) return;
    select.replaceChildren(...texts.map((option) => element("option", "", option)));
  };
  select.addEventListener("change", () => act(select.value));
  offer(options);
  return { figure, select, offer, show: (option) => { select.value = option; } };
}

/** A box to tick, with its label; `act(ticked)` when it changes, `show(ticked)` without `act`. */
export function checkbox(text, ticked, act) {
  const input = element("input");
  input.type = "checkbox";
  const figure = element("label", "cw-check", input, element("span", "", text));
  const show = (now) => { input.checked = now; };
  input.addEventListener("change", () => act(input.checked));
  show(ticked);
  return { figure, input, show };
}

/** Two or more buttons of which one is pressed; `act(text)` when another is, `show(text)` without `act`. */
export function toggle(label, texts, act) {
  const buttons = texts.map((text) => button(text, () => act(text)));
  const figure = element("div", "cw-toggle", ...buttons);
  figure.setAttribute("role", "group");
  figure.setAttribute("aria-label", label);
  const show = (text) => buttons.forEach((one, i) => one.setAttribute("aria-pressed", String(texts[i] === text)));
  return { figure, buttons, show };
}

/** Puts a text into the clipboard, also where the page may not use the newer way; `root` is the widget's. */
export async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const [field, before] = [element("textarea", "", text), document.activeElement];
    root.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    before?.focus();
  }
}
