#!/usr/bin/env node
// README's page "API by curl", block by block as it stands there, against a real department; only the two addresses are replaced.
// What each block must have answered is said here, so a block more or less is a failure too.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { report, root, test, with_department } from "./tap.mjs";

const page = readFileSync(join(root, "README.md"), "utf8").split("\n## ").find((section) => section.startsWith("API by curl\n"));
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
const kEnd = "----- end of block";

/** The JSON values that stand one after another in a text, whatever else stands between them. */
function values_in(text) {
  const values = [];
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at)) {
    let depth = 0, quoted = false, end = at;
    for (; end < text.length; ++end) {
      const letter = text[end];
      if (quoted) letter === "\\" ? ++end : letter === '"' && (quoted = false);
      else if (letter === '"') quoted = true;
      else if (letter === "{") ++depth;
      else if (letter === "}" && --depth === 0) break;
    }
    values.push(JSON.parse(text.slice(at, end + 1)));
    at = end + 1;
  }
  return values;
}

/** All blocks in one shell, as a person would type them; the output of each. */
function run_page(department, folder) {
  const addressed = blocks.map((block) => block.replaceAll("http://127.0.0.1:8602", department.nodes[0].url).replaceAll("http://127.0.0.1:8600", department.hub.url));
  const script = `set -euo pipefail\n${addressed.map((block) => `${block}\necho; echo '${kEnd}'`).join("\n")}\n`;
  const ended = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8", http_proxy: "", https_proxy: "" } });
  report("every line of the page runs without an error", ended.status === 0 && ended.stderr === "", `${ended.status}\n${ended.stdout.slice(-1500)}\n${ended.stderr}`);
  return ended.stdout.split(`\n${kEnd}\n`);
}

const facts = [
  ["log in", ([answer]) => assert.deepEqual([answer.user ?? answer.name, answer.role], ["aigul", "clerk"])],
  ["check: no hits, nothing missing", ([answer]) => {
    assert.deepEqual([answer.hits, answer.missing], [[], []]);
    assert.ok(answer.horizon);
  }],
  ["accept: 201 with a ticket; the same key again is the same answer", ([answer], folder) => {
    assert.match(answer.ticket_number, /^KZ-06-02\/\d{4}\/[A-Z]{2}-\d{6}-\d$/);
    assert.deepEqual([answer.state, answer.confirmation, answer.missing], ["accepted", "pending", []]);
    assert.match(answer.accepted_at, /\+05:00$/);
    assert.equal(JSON.parse(readFileSync(join(folder, "answer.json"), "utf8")).id, answer.id);
  }],
  ["look, search, decide", ([one, list, decided]) => {
    assert.equal(one.state, "accepted");
    assert.equal(one.history.length, 1);
    assert.deepEqual(list.items.map((item) => item.id), [one.id]);
    assert.equal(list.next, null);
    assert.equal(decided.state, "registered");
  }],
  ["once more: 409 with the first; with a reason: 201", ([refused, accepted], folder, text) => {
    assert.match(text, /\}409\n/);
    assert.match(text, /\}201\n/);
    assert.equal(refused.error.code, "already_applied_here");
    assert.equal(refused.error.first.office, "KZ-06-02");
    assert.equal(refused.error.first.ticket_number, JSON.parse(readFileSync(join(folder, "answer.json"), "utf8")).ticket_number);
    for (const member of ["office_name", "accepted_on", "address", "phones"]) assert.ok(member in refused.error.first, member);
    assert.ok(refused.error.horizon);
    assert.notEqual(accepted.ticket_number, refused.error.first.ticket_number);
  }],
  ["sync, status", ([round, status]) => {
    assert.ok(round, "the round says what went");
    assert.deepEqual([status.office, status.state, status.unsent], ["KZ-06-02", "ok", 0]);
  }],
  ["the stick: up, the hub's answer, down", ([admin, down], folder) => {
    assert.equal(admin.role, "admin");
    assert.ok(statSync(join(folder, "up.bundle")).size > 100 && statSync(join(folder, "down.bundle")).size > 100);
    assert.equal(JSON.parse(readFileSync(join(folder, "taken.json"), "utf8")).summary.office, "KZ-06-02");
    assert.ok(down.summary.text.length > 5);
  }],
  ["errors: one code, three languages", (answers) => {
    assert.equal(answers.length, 3);
    for (const { error } of answers) {
      assert.ok(error.fields.some((field) => field.path === "applicant.birth_date" && field.code && field.message));
      assert.equal(error.code, answers[0].error.code);
    }
    assert.equal(new Set(answers.map((answer) => answer.error.message)).size, 3);
    assert.match(answers[0].error.message, /[әіңғүұқөһ]/i);
  }],
];

await with_department({ offices: ["KZ-06-02"] }, async (department) => {
  await department.start();
  report(`the page has its ${facts.length} blocks`, blocks.length === facts.length, `${blocks.length} blocks`);
  const outputs = run_page(department, department.folder);
  for (const [at, [name, check]] of facts.entries())
    await test(name, () => {
      try {
        check(values_in(outputs[at] ?? ""), department.folder, outputs[at]);
      } catch (error) {
        throw new Error(`${error.message}\n${(outputs[at] ?? "(not reached)").slice(0, 1500)}`);
      }
    });
  await test("without a login every call but the public ones is 401, and a write without X-Tirkeu is 403", async () => {
    const [{ url }] = department.nodes;
    const cookie = readFileSync(join(department.folder, "jar"), "utf8").trim().split("\n").pop().split("\t").slice(-2).join("=");
    for (const path of ["/api/v1/applications", "/api/v1/status", "/api/v1/bundle", "/api/v1/offices"]) assert.equal((await fetch(`${url}${path}`)).status, 401, path);
    assert.equal((await fetch(`${url}/api/v1/sync`, { method: "POST", headers: { Cookie: cookie } })).status, 403);
    const document = await (await fetch(`${url}/api/v1/openapi.json`)).json();
    assert.match(document.openapi, /^3\.1/);
  });
  await test("the hub describes its API too", async () => {
    const answer = await fetch(`${department.hub.url}/api/v1/openapi.json`);
    assert.equal(answer.status, 200);
    const document = await answer.json();
    assert.match(document.openapi, /^3\.1/);
    for (const path of ["/api/v1/offices", "/api/v1/applications", "/api/v1/duplicates", "/api/v1/duplicates/{id}/decision", "/api/v1/bundle", "/sync/v1/exchange"]) assert.ok(path in document.paths, path);
  });
});
