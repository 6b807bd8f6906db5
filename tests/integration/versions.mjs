#!/usr/bin/env node
// An office whose program is newer, or older, than the hub's: in words on the screens of both, and nothing is lost. The hub of another version
// is a few lines here, since there is one release; the node, its database and the hub afterwards are the real ones. Prints TAP.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Person } from "../../packaging/demo/department.mjs";
import { yilmaz } from "../../packaging/demo/people.mjs";
import { test, with_department } from "./tap.mjs";

const languages = ["kk", "ru", "en"];
const catalogue = (area) => Object.fromEntries(languages.map((language) =>
  [language, JSON.parse(readFileSync(new URL(`../../schema/messages/${area}.${language}.json`, import.meta.url), "utf8"))]));
const node_texts = catalogue("node");
const bundle_texts = catalogue("bundle");

/** Answers every exchange with `answer()`: [status, type, body]. */
function hub_of_another_version(port, answer) {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const [status, type, body] = answer();
      response.writeHead(status, type ? { "Content-Type": type } : {}).end(body);
    });
  });
  return new Promise((done) => server.listen(port, "127.0.0.1", () => done(server)));
}

const older = () => [400, "application/json", '{"error":{"code":"unknown_version"}}'];
const newer = () => [200, "", Buffer.concat([Buffer.from("TKB\u0002D"), Buffer.alloc(120, 7)])];

/** A round by request, and the status after it, in each language. */
async function expect_words(clerk, code, key) {
  for (const language of languages) {
    clerk.language = language;
    const answer = await clerk.call("POST", "/api/v1/sync", {}, { key: `${key}-${language}` });
    assert.equal(answer.body.error?.code, code, JSON.stringify(answer.body));
    assert.equal(answer.body.error.message, node_texts[language][key]);
    const status = (await clerk.call("GET", "/api/v1/status")).body;
    assert.equal(status.last_error.message, node_texts[language][key], "the screens say it too");
    assert.equal(status.state, "ok");
    assert.equal(status.unsent, 1, "the record is kept");
  }
  clerk.language = "en";
}

await with_department({ offices: ["KZ-06-02"] }, async (department) => {
  const [node] = department.nodes;
  await node.start();
  const clerk = await new Person(node, "aigul").login();
  const accepted = await clerk.call("POST", "/api/v1/applications", yilmaz("KZ-06-02"), { key: "one" });
  assert.equal(accepted.status, 201, JSON.stringify(accepted.body));

  let answer = older;
  const stranger = await hub_of_another_version(department.hub.port, () => answer());
  await test("a hub that is older than the node: the node says so, keeps the record and goes on", () => expect_words(clerk, "hub_refused", "round.hub_older"));
  answer = newer;
  await test("an answer of a newer hub: the node says so, keeps the record and goes on", () =>
    expect_words(clerk, "answer_unusable", "answer.unknown_version"));
  stranger.closeAllConnections();
  await new Promise((done) => stranger.close(done));

  await department.hub.start();
  await test("a bundle of a newer version on a stick has a sentence at the hub", async () => {
    const bundle = Buffer.from((await clerk.call("GET", "/api/v1/bundle")).body);
    bundle[3] = 2;
    for (const language of languages) {
      const admin = await new Person(department.hub, "admin", undefined, language).login();
      const refused = await admin.call("POST", "/api/v1/bundle", undefined, { raw: bundle, key: `newer-${language}` });
      assert.equal(refused.status, 422, JSON.stringify(refused.body));
      assert.equal(refused.body.error.message, bundle_texts[language]["bundle.unknown_version"]);
    }
  });
  await test("the same hub after its upgrade takes all that was kept", async () => {
    const round = await clerk.call("POST", "/api/v1/sync", {}, { key: "after" });
    assert.equal(round.status, 200, JSON.stringify(round.body));
    const status = (await clerk.call("GET", "/api/v1/status")).body;
    assert.equal(status.unsent, 0);
    assert.equal(status.last_error, null);
    assert.equal(status.waiting_for_upgrade, 0);
  });
});
