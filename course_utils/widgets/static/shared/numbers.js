// Numbers as people type them: 3, −2, 0.25, 1/4, with any minus sign and with the wide digits of a Chinese keyboard.

const NUMBER = /^([+-]?)(\d+\.?\d*|\.\d+)(?:\/(\d+\.?\d*|\.\d+))?$/;

/** Reads a text: { value }, null where there is nothing, or { slip }, what is wrong with it. */
export function readNumber(text) {
  const apart = text.replace(/[\u00bc-\u00be\u2150-\u215e]/g, " $&"); // or 1½ would read as 11/2
  const plain = apart.normalize("NFKC").trim().replace(/[\u2010-\u2015\u2212\u30fc\ufe63]/g, "-")
    .replace(/[\u2044\u2215\u00f7]/g, "/").replace(/\u3002/g, ".")
    .replace(/\s*\/\s*/, "/").replace(/^([+-])\s+/, "$1");
  if (!plain) return { value: null };
  const found = NUMBER.exec(plain);
  const refused = (what) => ({ value: null, slip: `“${text.trim()}” ${what}` });
  if (!found) return refused("is no number; write one such as 3, −2, 0.25 or 1/4.");
  const [, sign, above, below = "1"] = found;
  if (Number(below) === 0) return refused("divides by 0; write another number below the line.");
  const size = Number(above) / Number(below);
  return { value: sign === "-" && size !== 0 ? -size : size };
}
