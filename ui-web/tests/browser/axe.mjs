// Plain axe-core, run inside the page. It is read as a file and evaluated through the debugger, so the page's policy stays untouched.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kRules = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } };

/** The violations of what is on the screen, one line each. */
export async function axe_violations(page) {
  await page.evaluate(source);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, rules), kRules);
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1]?.trim() ?? violation.help}`));
}
