#!/usr/bin/env node
// SIGKILL at drawn moments of everything that a stick needs: export at the office, import and answers at the hub, import at the office.
// A file on the stick is whole or not there, a killed step can simply be done again, and in the end everything has arrived once.
// The moments come from a seed (TIRKEU_SEED), which is printed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Person } from "../../packaging/demo/department.mjs";
import { application } from "../../packaging/demo/people.mjs";
import { hub_program, node_program, test, with_department } from "./tap.mjs";

const kKills = 25;
const seed = Number(process.env.TIRKEU_SEED ?? 20261124);
console.log(`# TIRKEU_SEED=${seed}`);

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function dice(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
const draw = dice(seed);

const letters = (number) => [...String(number)].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
const person = (number) => application({ surname: `KARIMOV${letters(number)}`, given: letters(number * 7 + 11), state: "UZB", number: `FB${String(1000000 + number)}`,
  birth: `19${String(60 + (number % 40))}-0${1 + (number % 9)}-1${number % 10}`, card: String(4000000 + number), office: "KZ-06-03" });

/** Runs a program; kills it after `milliseconds` unless that is null. True when it ended by itself, well. */
function run(program, words, milliseconds) {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    const timer = milliseconds === null ? null : setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      if (signal === "SIGKILL") return done(false);
      if (code === 0) return done(true);
      failed(new Error(`${words.join(" ")} ended with ${code}: ${said}`));
    });
  });
}

/** How long the step takes when nobody kills it. */
async function duration(step) {
  const began = performance.now();
  assert.ok(await step(null));
  return performance.now() - began;
}

/** The step killed at drawn moments, then done in peace. Returns how many kills came before its end. */
async function under_kills(step, milliseconds, check) {
  let killed = 0;
  for (let kill = 0; kill < kKills; ++kill) {
    if (!(await step(draw() * 1.1 * milliseconds))) ++killed;
    check();
  }
  assert.ok(await step(null));
  check();
  return killed;
}

const is_bundle = (file) => readFileSync(file).subarray(0, 3).toString() === "TKB";
/** What lies under its final name is whole; leftovers of a kill have names of their own. */
function check_whole(file, sizes) {
  if (!existsSync(file)) return;
  assert.ok(is_bundle(file), `${file} is no bundle`);
  sizes.add(readFileSync(file).length);
}

const status = (daemon) => JSON.parse(daemon.run(["status", "--json", "--data", daemon.data]));
const verify = (daemon) => JSON.parse(daemon.run(["verify", "--json", "--data", daemon.data])).result;

await with_department({ offices: ["KZ-06-03"] }, async (department) => {
  const [node] = department.nodes;
  const hub = department.hub;
  const stick = join(department.folder, "stick");
  const answers = join(stick, "answers");
  mkdirSync(answers, { recursive: true });
  const up = join(stick, "up.bundle");
  const fill = async (from, count) => {
    await node.start();
    const clerk = await new Person(node, "aigul").login();
    for (let number = from; number < from + count; ++number) assert.equal((await clerk.call("POST", "/api/v1/applications", person(number), { key: `stick-${number}` })).status, 201);
    await node.stop();
  };
  const export_up = (milliseconds) => run(node_program, ["export", up, "--data", node.data], milliseconds);
  const import_hub = (milliseconds) => run(hub_program, ["import", up, "--out", answers, "--data", hub.data], milliseconds);
  const import_node = (milliseconds) => run(node_program, ["import", ...readdirSync(answers).map((name) => join(answers, name)), "--data", node.data], milliseconds);
  const killed = [];

  await fill(1, 30);
  const sizes = new Set();
  await test(`${kKills} kills of an export leave a whole bundle or none`, async () => {
    const milliseconds = await duration(export_up);
    killed.push(await under_kills(export_up, milliseconds, () => check_whole(up, sizes)));
  });
  await test(`${kKills} kills of the hub's import take the bundle in once`, async () => {
    const milliseconds = await duration(import_hub);
    await fill(31, 30);
    assert.ok(await export_up(null));
    killed.push(await under_kills(import_hub, milliseconds, () => {}));
  });
  await test(`${kKills} kills of the office's import lose no receipt`, async () => {
    const milliseconds = await duration(import_node);
    killed.push(await under_kills(import_node, milliseconds, () => {}));
  });
  await test("the kills came in time", () => {
    console.log(`# killed before their end: ${killed}, sizes of the bundle: ${[...sizes]}`);
    assert.ok(killed.reduce((sum, count) => sum + count, 0) > kKills / 3, `killed before their end: ${killed}`);
  });
  await test("everything has arrived once, and the office knows", async () => {
    for (let rounds = 0; rounds < 3 && status(node).unsent > 0; ++rounds) {
      assert.ok(await export_up(null));
      assert.ok(await import_hub(null));
      assert.ok(await import_node(null));
    }
    assert.equal(status(node).unsent, 0);
    assert.equal(status(hub).applications, 60);
  });
  await test("verify: hub and node are in order", () => assert.deepEqual([verify(hub), verify(node)], ["ok", "ok"]));
});
