// What a simulated department needs: nobody reads a clock, sleeps or throws dice behind its back. And the compiler bug.
import { is_cpp } from "./layout_rules.mjs";
import { room_of } from "./rooms.mjs";
import { functions_of, line_of, only } from "./source_text.mjs";

/** What brings the machine in: the file of SystemClock, and the class SystemEntropy. Nowhere else is its clock read or its dice thrown. */
const adapter_files = ["sync/base/clock.cc"];
const adapters = { SystemEntropy: "sync/crypto" };

function is_in_adapter(path, code, line) {
  if (adapter_files.includes(path)) return true;
  const inside = functions_of(code).find((body) => body.line <= line && line < body.line + body.lines);
  return inside !== undefined && adapters[inside.name.split("::")[0]] === room_of(path);
}

/** Patterns in code. `at` names files where it is right besides the adapters. */
const forbidden = [
  { pattern: /\bsystem_clock\s*::\s*now\b|\butc_clock\b/g, what: "reads the wall clock.", instead: "take a base::Clock& in the constructor and ask it." },
  { pattern: /\b(steady_clock|high_resolution_clock)\s*::\s*now\b/g, at: /^sync\/http\/|^tests\/bench\//, what: "reads a clock of the machine.", instead: "take a base::Clock& and compare since_boot." },
  { pattern: /(?<![\w.>:])(?:std::|::)?(?:time\s*\(\s*(?:NULL|nullptr|0|&)|gettimeofday\s*\(|clock_gettime\s*\(|localtime(_r)?\s*\(|adjtimex\s*\()/g, what: "reads the time of the machine.", instead: "take a base::Clock&; civil days come from sync/base/civil_time.h." },
  { pattern: /\bsleep_(for|until)\b|(?<![\w.>])(?:::)?(?:u|nano)?sleep\s*\(\s*\w/g, what: "sleeps.", instead: "wait for the thing itself (a condition, a timer of sync/http); in a test, advance the simulated clock." },
  { pattern: /\brandom_device\b|(?<![\w.>:])(?:std::|::)?s?rand\s*\(|\bsrandom\s*\(|\bgetrandom\s*\(|\bgetentropy\s*\(|\barc4random\w*\s*\(|\brandombytes_\w+\s*\(/g, what: "draws randomness of the machine.", instead: "take a base::Entropy& in the constructor." },
];

function check_clocks(tree) {
  const complaints = [];
  for (const [path, text] of tree) {
    if (!is_cpp(path) || !room_of(path)) continue;
    const code = only("code", text);
    for (const rule of forbidden) {
      if (rule.at?.test(path)) continue;
      for (const match of code.matchAll(rule.pattern)) {
        const line = line_of(code, match.index);
        if (!is_in_adapter(path, code, line)) complaints.push({ path, line, what: rule.what, instead: rule.instead });
      }
    }
  }
  return complaints;
}

const sql_luck = /\brandom(blob)?\s*\(|\b(date|time|datetime|julianday|unixepoch|strftime)\s*\([^)]*'now'|\b(unixepoch|julianday)\s*\(\s*\)|\bCURRENT_(TIME|DATE|TIMESTAMP)\b/gi;

function check_sql(tree) {
  const complaints = [];
  for (const [path, text] of tree) {
    const is_sql = path.endsWith(".sql");
    if (!is_sql && !(is_cpp(path) && room_of(path))) continue;
    const statements = is_sql ? text.replace(/--.*$/gm, (comment) => " ".repeat(comment.length)) : only("texts", text);
    for (const match of statements.matchAll(sql_luck)) {
      complaints.push({ path, line: line_of(statements, match.index), what: `SQL asks the machine: ${match[0].trim()}`, instead: "bind the value: time from base::Clock, randomness from base::Entropy." });
    }
  }
  return complaints;
}

/** The text of the expression that a co_await at `start` awaits: to the `;` or to the bracket that closes what it stands in. */
function awaited(code, start) {
  let depth = 0, i = start + "co_await".length;
  for (; i < code.length; i++) {
    if ("([{".includes(code[i])) depth++;
    if (")]}".includes(code[i]) && --depth < 0) break;
    if (code[i] === ";" && depth === 0) break;
  }
  return code.slice(start, i);
}

function check_coroutines(tree) {
  const complaints = [];
  for (const [path, text] of tree) {
    if (!is_cpp(path)) continue;
    const code = only("code", text);
    for (const match of code.matchAll(/\bco_await\b/g)) {
      const expression = awaited(code, match.index);
      const lambda = /(?:co_await|[(,=&|?:{])\s*\[/.test(expression);
      if (lambda || expression.includes("{")) {
        complaints.push({ path, line: line_of(code, match.index), what: `a ${lambda ? "lambda" : "braced value"} inside a co_await expression is destroyed twice by g++ 12.`, instead: "give it a name on the line before, and await with the name." });
      }
    }
  }
  return complaints;
}

export const determinism_rules = [
  { name: "clocks", says: "no wall clock, sleep or randomness outside the adapters", check: check_clocks },
  { name: "sql", says: "SQL asks no clock and throws no dice", check: check_sql },
  { name: "co_await", says: "no lambda or braced value inside a co_await", check: check_coroutines },
];
