// Browser tests. Without settings they run against the mock daemons; with TIRKEU_NODE_URL, TIRKEU_NODE2_URL and TIRKEU_HUB_URL the same
// tests drive real ones (accounts TIRKEU_CLERK, TIRKEU_HEAD and TIRKEU_ADMIN with TIRKEU_PASSWORD; TIRKEU_DECIDED_BY_RULE=1 when the hub can
// order the two claims itself). The UI must have been built. Last line: `N passed, N failed`.
import { existsSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { kPassword, serve_department } from "../mock/serve.mjs";
import { axe_violations } from "./axe.mjs";
import { Watch, open_browser } from "./browser.mjs";
import { day_of_office } from "./day.mjs";
import { habits } from "./habits.mjs";
import { prints } from "./prints.mjs";
import { review } from "./review.mjs";
import { story } from "./story.mjs";

const { env } = process;
const results = fileURLToPath(new URL("../../test-results", import.meta.url));

async function places_of_env() {
  if (env.TIRKEU_NODE_URL)
    return { first: env.TIRKEU_NODE_URL, second: env.TIRKEU_NODE2_URL, hub: env.TIRKEU_HUB_URL, user: env.TIRKEU_CLERK ?? "aigul", head: env.TIRKEU_HEAD ?? "serik", admin: env.TIRKEU_ADMIN ?? "admin", password: env.TIRKEU_PASSWORD ?? kPassword, portal_token: env.TIRKEU_PORTAL_TOKEN, decided_by_rule: env.TIRKEU_DECIDED_BY_RULE === "1", close: () => undefined };
  for (const page of ["node", "hub"])
    if (!existsSync(fileURLToPath(new URL(`../../dist/${page}/index.html`, import.meta.url)))) throw new Error("the UI is not built: npm run build");
  const mock = await serve_department();
  return { first: mock.first.url, second: mock.second.url, hub: mock.hub.url, user: "aigul", head: "serik", admin: "admin", password: kPassword, decided_by_rule: false, mock: true, close: mock.close };
}

async function main() {
  const places = await places_of_env();
  const browser = await open_browser();
  const watch = new Watch([places.first, places.second, places.hub]);
  const complaints = [];
  let checked = 0;
  const axe = async (page, screen) => {
    ++checked;
    complaints.push(...(await axe_violations(page)).map((line) => `${screen}: ${line}`));
  };
  const run_number = Date.now() % 1000000;
  const salt = (offset) => String((run_number + offset) % 1000000).padStart(6, "0");
  const shared = { watch, browser, places, axe };
  const languages = (env.TIRKEU_LANGUAGES ?? "kk,ru,en").split(",");
  const empty = (name, list) => [name, async () => {
    if (list.length > 0) throw new Error(list.join("\n"));
  }];
  const suites = env.TIRKEU_SUITES?.split(",");
  const chosen = (name, tests) => (suites === undefined || suites.includes(name) ? tests : []);
  const tests = [
    ...chosen("story", languages.flatMap((language, at) => story(language, { ...shared, salt: salt(at) }))),
    ...chosen("habits", habits({ ...shared, salt: salt(9) })),
    ...chosen("day", day_of_office({ ...shared, salt: salt(17) })),
    ...chosen("review", review({ ...shared, salt: salt(29) })),
    ...chosen("prints", prints({ ...shared, salt: salt(41) })),
    [`axe-core finds nothing on any screen`, async () => {
      if ((suites === undefined && checked < 20) || complaints.length > 0) throw new Error([`${checked} screens`, ...new Set(complaints)].join("\n"));
    }],
    empty("no breach of the content security policy", watch.violations),
    empty("no request to another host", watch.off_host),
    empty("no error in any page", watch.errors),
  ];
  const failed = await run_all(tests, browser);
  await browser.close();
  places.close();
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Runs in order; a failed test leaves pictures of every open page in test-results. */
async function run_all(tests, browser) {
  let failed = 0;
  for (const [at, [name, body]] of tests.entries()) {
    try {
      await body();
      console.log(`ok ${at + 1} - ${name}`);
    } catch (error) {
      ++failed;
      console.log(`not ok ${at + 1} - ${name}\n  ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n  ")}`);
      mkdirSync(results, { recursive: true });
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [number, page] of pages.entries()) await page.screenshot({ path: `${results}/failed-${at + 1}-${number + 1}.png`, fullPage: true }).catch(() => undefined);
    }
  }
  return failed;
}

await main();
