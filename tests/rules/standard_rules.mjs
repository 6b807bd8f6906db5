// The table in schema/registry/README.md: every clause and annex of the standard, the code that carries it out and the test that proves it.
// A name of a test that is not there is a promise that nobody keeps; a clause without a row is one that everybody forgot.
// That each of them also ran, and passed, is seen by standard_ran.mjs when all suites are through.
import { named_in, rows_of, table, wanted } from "./standard_table.mjs";

/** Names of all GoogleTest cases that CMake builds: "Suite.Test". */
function unit_tests(tree) {
  const names = new Set();
  for (const [path, text] of tree) {
    if (!/^tests\/(?:unit|sim)\/.*\.cc$/.test(path)) continue;
    for (const match of text.matchAll(/^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)/gm)) names.add(`${match[1]}.${match[2]}`);
  }
  return names;
}

function faults_of(proof, tree, names) {
  const named = named_in(proof);
  const faults = named.flatMap(({ test, path, words }) => {
    if (test) return names.has(test) ? [] : [`no test is called ${test}.`];
    return tree.get(path)?.includes(words) ? [] : [`${path} has no case “${words}”.`];
  });
  if (named.length === 0) faults.push("the row names no test.");
  if (/not yet/.test(proof)) faults.push("the row says “not yet”.");
  return faults;
}

function check_standard(tree) {
  const complaints = [];
  const names = unit_tests(tree), seen = new Set();
  for (const { clause, line, proof } of rows_of(tree.get(table) ?? "")) {
    seen.add(clause);
    for (const what of faults_of(proof, tree, names)) {
      complaints.push({ path: table, line, what: `${clause}: ${what}`, instead: "name a test that is there and proves what the clause asks." });
    }
  }
  for (const clause of wanted) {
    if (!seen.has(clause)) complaints.push({ path: table, line: 1, what: `the table has no row for ${clause}.`, instead: "add one: what it asks, the code, the test." });
  }
  return complaints;
}

export const standard_rules = [{ name: "standard", says: "every clause of the standard has its code and its test", whole_tree: true, check: check_standard }];
