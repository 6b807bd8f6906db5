// The table in schema/registry/README.md: every clause and annex of the standard, the code that carries it out and the test that proves it.
// A name of a test that is not there is a promise that nobody keeps; a clause without a row is one that everybody forgot.
const table = "schema/registry/README.md";
const wanted = [...Array.from({ length: 26 }, (_, at) => `cl. ${at + 1}`), ...Array.from({ length: 6 }, (_, at) => `Annex ${at + 1}`)];

/** Names of all GoogleTest cases that CMake builds: "Suite.Test". */
function unit_tests(tree) {
  const names = new Set();
  for (const [path, text] of tree) {
    if (!/^tests\/(?:unit|sim)\/.*\.cc$/.test(path)) continue;
    for (const match of text.matchAll(/^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)/gm)) names.add(`${match[1]}.${match[2]}`);
  }
  return names;
}

/** What one cell names: GoogleTest cases `Suite.Test`, and cases of other files as `path: words that stand in the file`. */
function faults_of_cell(cell, tree, names) {
  const faults = [];
  for (const [, named] of cell.matchAll(/`([^`]+)`/g)) {
    const colon = named.indexOf(": ");
    if (colon < 0) {
      if (!names.has(named)) faults.push(`no test is called ${named}.`);
    } else if (!tree.get(named.slice(0, colon))?.includes(named.slice(colon + 2))) {
      faults.push(`${named.slice(0, colon)} has no case “${named.slice(colon + 2)}”.`);
    }
  }
  if (!/`/.test(cell) && !/not yet/.test(cell)) faults.push("the row names neither a test nor what is missing.");
  return faults;
}

function check_standard(tree) {
  const complaints = [];
  const names = unit_tests(tree), seen = new Set();
  (tree.get(table) ?? "").split("\n").forEach((text, at) => {
    const cells = text.split("|").map((cell) => cell.trim());
    if (!wanted.includes(cells[1])) return;
    seen.add(cells[1]);
    for (const what of faults_of_cell(cells[4] ?? "", tree, names)) {
      complaints.push({ path: table, line: at + 1, what: `${cells[1]}: ${what}`, instead: "name a test that is there, or say “not yet” and what is missing." });
    }
  });
  for (const clause of wanted) {
    if (!seen.has(clause)) complaints.push({ path: table, line: 1, what: `the table has no row for ${clause}.`, instead: "add one: what it says, the code, the test, or “not yet”." });
  }
  return complaints;
}

export const standard_rules = [{ name: "standard", says: "every clause of the standard has its code and its test", whole_tree: true, check: check_standard }];
