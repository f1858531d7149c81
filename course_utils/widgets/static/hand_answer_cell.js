// The cell of a notebook in which an answer stands: found by its text on JupyterLab's page, and rewritten as if typed.

const ROWS = String.raw`\[[\[\]\d\s.,/e+None-]*\]`; // a list of rows with nothing else in it

/** The editor of the one cell of `root`'s notebook that reads `name = ...` or `name = [[…]]`; undefined without one. */
export function findAnswerCell(name, root) {
  if (!name) return undefined;
  const whole = new RegExp(`^\\s*${name}\\s*=\\s*(\\.\\.\\.|…|${ROWS})\\s*(#[^\\n]*)?\\s*$`);
  const notebook = root.closest(".jp-Notebook") ?? document; // another open one may have such a cell, too
  const found = [...notebook.querySelectorAll(".jp-CodeCell .cm-content")].filter((one) => whole.test(textOf(one)));
  return found.length === 1 ? found[0] : undefined;
}

/** Puts a line in place of all that stands in the editor; resolves to whether it stands there now. Ctrl+Z undoes it. */
export async function writeIntoCell(editor, line) {
  editor.focus();
  window.getSelection().selectAllChildren(editor);
  await settled(); // the editor takes notice of the selection
  document.execCommand("insertText", false, line);
  await settled();
  return textOf(editor).trim() === line;
}

/** The text in an editor, one line to each of its lines. */
function textOf(editor) {
  return [...editor.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n");
}

/** A moment in which the page does what it has put off. */
function settled() {
  return new Promise((resolve) => setTimeout(resolve, 60));
}
