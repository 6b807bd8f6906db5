#!/usr/bin/env node
// The project's own rules, executable: every complaint says where and what to do instead. Prints TAP.
// First the planted violations are run, because a rule that catches nothing is worse than none.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rules, notes } from "./rules.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, "..", "..");
let failures = 0;

function result(good, name, complaints = []) {
  console.log(`${good ? "ok" : "not ok"} - ${name}`);
  for (const complaint of complaints) console.log(`  ${complaint}`);
  if (!good) failures++;
}

function in_words(complaint) {
  return `${complaint.path}:${complaint.line}: ${complaint.what} Instead: ${complaint.instead}`;
}

/** A planted file begins with `@ PATH RULE LINE`, or `@ PATH - 0` when nothing may be found; the rest is the content of PATH.
 *  `~~` stands for nothing: it keeps a planted word from being found by other searches of this repository. */
function read_planted(name) {
  const text = readFileSync(join(here, "planted", name), "utf8");
  const end = text.indexOf("\n");
  const [, path, rule, line] = text.slice(0, end).split(" ");
  return { path, rule, line: Number(line), text: text.slice(end + 1).replaceAll("~~", "") };
}

function run_planted() {
  const proved = new Set();
  for (const name of readdirSync(join(here, "planted")).sort()) {
    const planted = read_planted(name);
    const tree = new Map([[planted.path, planted.text]]);
    const found = rules.filter((rule) => !rule.whole_tree || rule.name === planted.rule)
      .flatMap((rule) => rule.check(tree).map((complaint) => ({ ...complaint, rule: rule.name })));
    const right = planted.rule === "-" ? found.length === 0
      : found.length > 0 && found.every((f) => f.rule === planted.rule) && found.some((f) => f.line === planted.line);
    proved.add(planted.rule);
    result(right, planted.rule === "-" ? `lets through: ${name}` : `catches: ${name}`,
      right ? [] : [`expected ${planted.rule} at line ${planted.line}, found:`, ...found.map((f) => `${f.rule}: ${in_words(f)}`)]);
  }
  for (const rule of rules) if (!proved.has(rule.name)) result(false, `rule "${rule.name}" has no planted violation in tests/rules/planted`);
}

function read_tree() {
  const listed = execFileSync("git", ["-C", top, "ls-files", "-co", "--exclude-standard", "-z"], { encoding: "utf8", maxBuffer: 1 << 26 });
  const tree = new Map();
  for (const path of new Set(listed.split("\0"))) {
    if (!path || path.startsWith("tests/rules/planted/")) continue;
    const bytes = statSync(join(top, path), { throwIfNoEntry: false })?.isFile() ? readFileSync(join(top, path)) : undefined;
    if (bytes && bytes.length < 4_000_000 && !bytes.subarray(0, 8000).includes(0)) tree.set(path, bytes.toString("utf8"));
  }
  return tree;
}

run_planted();
const tree = read_tree();
for (const rule of rules) {
  const complaints = rule.check(tree);
  result(complaints.length === 0, `${rule.name}: ${rule.says}`, complaints.map(in_words));
}
for (const note of notes(tree)) console.log(`# ${note}`);
process.exit(failures ? 1 : 0);
