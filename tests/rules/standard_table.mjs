// The table of schema/registry/README.md, read: which clause or annex of the standard is carried by which tests.
export const table = "schema/registry/README.md";
export const wanted = [...Array.from({ length: 26 }, (_, at) => `cl. ${at + 1}`), ...Array.from({ length: 6 }, (_, at) => `Annex ${at + 1}`)];

/** Rows of the clauses and annexes: {clause, line, proof}. `proof` is the last cell, in words. */
export function rows_of(text) {
  return text.split("\n").flatMap((row, at) => {
    const cells = row.split("|").map((cell) => cell.trim());
    return wanted.includes(cells[1]) ? [{ clause: cells[1], line: at + 1, proof: cells[4] ?? "" }] : [];
  });
}

/** What a proof names: {test: "Suite.Test"} of GoogleTest, or {path, words}: a case of another file, by words that stand in it. */
export function named_in(proof) {
  return [...proof.matchAll(/`([^`]+)`/g)].map(([, name]) => {
    const colon = name.indexOf(": ");
    return colon < 0 ? { test: name } : { path: name.slice(0, colon), words: name.slice(colon + 2) };
  });
}
