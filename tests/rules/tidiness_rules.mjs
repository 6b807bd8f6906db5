// Sizes, leftovers, paths of one machine, and documents that point at nothing.
import { dirname, normalize } from "node:path/posix";
import { is_cpp } from "./layout_rules.mjs";
import { functions_of, line_of, only } from "./source_text.mjs";

const file_lines_max = 500, file_lines_good = 310, function_lines_max = 70;
const is_code = (path) => /\.(cc|h|ts|tsx|mjs|js|sh)$/.test(path) || path === "dev";
const lines_in = (text) => text.split("\n").length - 1;
// The rules have to name what they forbid.
const is_rule = (path) => path.startsWith("tests/rules/");

function check_file_size(tree) {
  return [...tree].filter(([path, text]) => is_code(path) && lines_in(text) > file_lines_max).map(([path, text]) => ({
    path, line: file_lines_max + 1, what: `${lines_in(text)} lines are more than anybody reads (${file_lines_max} at most).`, instead: "find the second thing that the file does and give it a file of its own." }));
}

function check_function_size(tree) {
  const complaints = [];
  for (const [path, text] of tree) {
    if (!is_cpp(path)) continue;
    for (const body of functions_of(only("code", text))) {
      if (body.lines > function_lines_max) {
        complaints.push({ path, line: body.line, what: `${body.name} has ${body.lines} lines (${function_lines_max} at most).`, instead: "name its steps and make each a function." });
      }
    }
  }
  return complaints;
}

/** One complaint per match of a pattern, in the files that `where` admits. */
function search(tree, where, pattern, what, instead) {
  const complaints = [];
  for (const [path, text] of tree) {
    if (!where(path)) continue;
    for (const match of text.matchAll(pattern)) complaints.push({ path, line: line_of(text, match.index + (match[0].startsWith("\n") ? 1 : 0)), what: `${what} ${match[0].trim()}`, instead });
  }
  return complaints;
}

const check_paths = (tree) => search(tree, (path) => !is_rule(path) && path !== ".ci/run" && !path.endsWith("package-lock.json"),
  /(?<![\w.$}])\/(?:work|farm|Users|root\/[\w.]|home\/[a-z])[\w.-]*\/?|\.\.\/shared\b/g, "a path of one machine:", "use a path relative to the repository, or a variable such as $HOME.");

const check_leftovers = (tree) => [
  ...search(tree, (path) => !is_rule(path) && !path.endsWith(".md"), /\bTODO\(now\)|\bFIXME\b/g, "unfinished:", "finish it, or say what is missing as TODO(soon) or TODO(someday) with the reason."),
  ...search(tree, (path) => (path.startsWith("tests/") || path.startsWith("ui-web/")) && !is_rule(path) && is_code(path), /\bGTEST_SK(?:IP)\b|\bDISABLED(?:_)\w+|\bEXPECT_TRUE\((?:true)\)|\b(?:it|test|describe)\.(?:skip|only|todo)\b/g, "a test that does not test:", "make it run, or take it out."),
];

function check_links_in_documents(tree) {
  const complaints = [];
  const known = new Set(tree.keys());
  for (const path of tree.keys()) for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) known.add(folder);
  for (const [path, text] of tree) {
    if (!path.endsWith(".md")) continue;
    for (const match of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      const target = normalize(`${dirname(path)}/${match[1]}`).replace(/\/$/, "");
      if (/^[a-z]+:/.test(match[1]) || known.has(target)) continue;
      complaints.push({ path, line: line_of(text, match.index), what: `the link to ${match[1]} leads nowhere.`, instead: "point to a file that is there, relative to this page." });
    }
  }
  return complaints;
}

/** packaging/dev/messages.{kk,ru,en}: the same keys, and the same number of values in each. */
function check_dev_messages(tree) {
  const complaints = [];
  const read = (language) => new Map((tree.get(`packaging/dev/messages.${language}`) ?? "").split("\n").filter(Boolean).map((line, index) => {
    const [key, text = ""] = line.split("\t");
    return [key, { line: index + 1, values: (text.replaceAll("%%", "").match(/%[sd]/g) ?? []).length }];
  }));
  const english = read("en");
  for (const language of ["kk", "ru", "en"].filter((candidate) => tree.has(`packaging/dev/messages.${candidate}`))) {
    const path = `packaging/dev/messages.${language}`, own = read(language);
    for (const [key, { values }] of english) {
      if (!own.has(key)) complaints.push({ path, line: 1, what: `the key ${key} is missing.`, instead: "add it in this language." });
      else if (own.get(key).values !== values) complaints.push({ path, line: own.get(key).line, what: `${key} takes another number of values than in English.`, instead: "use each %s once, in the same order." });
    }
    for (const [key, { line }] of own) if (!english.has(key)) complaints.push({ path, line, what: `the key ${key} is unknown in English.`, instead: "add it to messages.en or take it out." });
  }
  return complaints;
}

/** Not wrong, but worth a look. */
export function notes(tree) {
  return [...tree].filter(([path, text]) => is_code(path) && lines_in(text) > file_lines_good && lines_in(text) <= file_lines_max)
    .map(([path, text]) => `${path}: ${lines_in(text)} lines; files that are read with pleasure have up to ${file_lines_good}`);
}

export const tidiness_rules = [
  { name: "file_size", says: `no file over ${file_lines_max} lines`, check: check_file_size },
  { name: "function_size", says: `no function over ${function_lines_max} lines`, check: check_function_size },
  { name: "paths", says: "no path of one machine", check: check_paths },
  { name: "leftovers", says: "nothing unfinished, no test that does not test", check: check_leftovers },
  { name: "documents", says: "links in documents lead somewhere", check: check_links_in_documents },
  { name: "dev_messages", says: "dev speaks three languages alike", check: check_dev_messages },
];
