// Numbers as they stand in a hand grid's cells, and as Python writes them.

/** A number as it stands in a cell, in full, with a real minus sign; nothing for null. */
export function typedAs(value) {
  return value === null ? "" : String(value).replaceAll("-", "−");
}

/** Rows of numbers as a line of Python; null is None. With a name it is an assignment. */
export function asPythonLine(name, rows) {
  const list = `[${rows.map((row) => `[${row.map((value) => value ?? "None").join(", ")}]`).join(", ")}]`;
  return name ? `${name} = ${list}` : list;
}
