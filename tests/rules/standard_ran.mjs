#!/usr/bin/env node
// `standard_ran.mjs LOGS`: every test that the table of clauses names ran in this run of all suites, and passed. Prints TAP, a line for
// each clause and annex. A test that is there but is never run, or is disabled, proves nothing.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { named_in, rows_of, table } from "./standard_table.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What passed, by the suites' own words: names of GoogleTest cases, and the lines of TAP that are right. */
function read_logs(folder) {
  const passed = new Set(), lines = [];
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".log")) continue;
    for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
      const good = /^\[       OK \] (\S+)/.exec(line);
      if (good) passed.add(good[1]);
      if (/^ok( |$)/.test(line)) lines.push(line);
    }
  }
  return { passed, lines };
}

const { passed, lines } = read_logs(process.argv[2]);
for (const { clause, proof } of rows_of(readFileSync(join(top, table), "utf8"))) {
  const missing = named_in(proof).filter(({ test, words }) => (test ? !passed.has(test) : !lines.some((line) => line.includes(words))))
    .map(({ test, path, words }) => test ?? `${path}: ${words}`);
  const good = missing.length === 0 && named_in(proof).length > 0;
  console.log(`${good ? "ok" : "not ok"} - ${clause}: every test that carries it ran and passed`);
  for (const name of missing) console.log(`  did not pass in this run: ${name}`);
  if (!good) process.exitCode = 1;
}
