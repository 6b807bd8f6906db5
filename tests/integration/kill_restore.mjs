#!/usr/bin/env node
// SIGKILL at drawn moments of restoring a backup, at an office and at the hub, and of beginning a new life in place. Whatever a kill leaves
// behind, the same command given again ends well, what was saved is there, and a restored database is known to be one.
// The moments come from a seed (TIRKEU_SEED), which is printed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Person } from "../../packaging/demo/department.mjs";
import { application } from "../../packaging/demo/people.mjs";
import { hub_program, node_program, run, test, with_department } from "./tap.mjs";

const kKills = 25;
const kPeople = 12;
const seed = Number(process.env.TIRKEU_SEED ?? 20261128);
console.log(`# TIRKEU_SEED=${seed}`);

/** Numbers in [0, 1) that are the same for the same seed (a linear congruence is enough for moments). */
let state = seed >>> 0;
const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296;

/** Runs a program; kills it after `milliseconds` unless that is null. True when it ended by itself, well. */
function run_or_kill(program, words, milliseconds) {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, LC_ALL: "C.UTF-8" } });
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

/** `step(milliseconds)` killed at drawn moments up to a little more than it takes in peace. Returns how many kills came before its end. */
async function under_kills(step, prepare, check) {
  prepare();
  const began = performance.now();
  assert.ok(await step(null));
  const milliseconds = performance.now() - began;
  let killed = 0;
  for (let kill = 0; kill < kKills; ++kill) {
    prepare();
    const ended = await step(draw() * 1.1 * milliseconds);
    if (!ended) ++killed;
    await check(ended);
  }
  assert.ok(killed > kKills / 3, `only ${killed} of ${kKills} kills came in time`);
  return killed;
}

/** `restore` under kills, into a folder that is new each time. */
async function restored(program, backup, data, file, sound) {
  const words = ["restore", backup, "--data", data];
  const killed = await under_kills(
    (milliseconds) => run_or_kill(program, words, milliseconds),
    () => rmSync(data, { recursive: true, force: true }) ?? rmSync(`${data}.witness`, { force: true }),
    async (ended) => {
      // A database that has its name is whole; else the command is given again.
      if (!ended && !existsSync(join(data, file))) assert.ok(await run_or_kill(program, words, null));
      assert.equal(run(program, ["verify", "--data", data]).code, 0);
      sound(JSON.parse(run(program, ["status", "--json", "--data", data]).out));
    },
  );
  console.log(`# ${killed} kills of ${words[0]} into ${file}`);
}

await with_department({ offices: ["KZ-06-02"] }, async (department) => {
  const [node] = department.nodes;
  const hub_data = department.hub.data;
  await department.start();
  const clerk = await new Person(node, "aigul").login();
  for (let number = 0; number < kPeople; ++number) {
    const body = application({ surname: `KARIMOV${"ABCDEFGHIJKL"[number]}`, given: "AZIZ", state: "UZB", number: `FB${1000000 + number}`, birth: `19${60 + number}-01-11`,
      card: String(4000000 + number), office: "KZ-06-02" });
    assert.equal((await clerk.call("POST", "/api/v1/applications", body, { key: `restore-${number}` })).status, 201);
  }
  assert.equal((await clerk.call("POST", "/api/v1/sync", {}, { key: "round" })).status, 200);
  await department.stop();
  const node_backup = join(department.folder, "node.backup");
  const hub_backup = join(department.folder, "hub.backup");
  assert.equal(run(node_program, ["backup", node_backup, "--data", node.data]).code, 0);
  assert.equal(run(hub_program, ["backup", hub_backup, "--data", hub_data]).code, 0);
  const written = JSON.parse(run(node_program, ["status", "--json", "--data", node.data]).out).sequence;

  await test("an office restored under kills has its whole book, and is known to be restored", () =>
    restored(node_program, node_backup, join(department.folder, "office"), "node.db", (status) => {
      assert.equal(status.state, "restored");
      assert.equal(status.sequence, written);
    }));
  await test("a hub restored under kills has every application", () =>
    restored(hub_program, hub_backup, join(department.folder, "department"), "hub.db", (status) => assert.equal(status.applications, kPeople)));
  await test("a new life begun under kills loses nothing, and the office can write", async () => {
    const data = join(department.folder, "lives");
    const begin = () => {
      for (const left of [data, `${data}.witness`]) rmSync(left, { recursive: true, force: true });
      assert.equal(run(node_program, ["restore", node_backup, "--data", data]).code, 0);
    };
    const killed = await under_kills(
      (milliseconds) => run_or_kill(node_program, ["recover", "--data", data], milliseconds),
      begin,
      async () => {
        let status = JSON.parse(run(node_program, ["status", "--json", "--data", data]).out);
        if (status.state !== "ok") assert.ok(await run_or_kill(node_program, ["recover", "--data", data], null));
        status = JSON.parse(run(node_program, ["status", "--json", "--data", data]).out);
        assert.equal(status.state, "ok");
        assert.equal(run(node_program, ["verify", "--data", data]).code, 0);
      },
    );
    console.log(`# ${killed} kills of recover`);
  });
});
