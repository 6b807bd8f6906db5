#!/usr/bin/env node
// The e-government portal at the hub's door, with real processes: a token from the command line, requests routed to their office,
// taken in, registered or refused there, and told back; a repeated key, a wrong token; and a hub that is killed while it takes in.
// The moments of the kills come from a seed (TIRKEU_SEED), which is printed.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Person } from "../../packaging/demo/department.mjs";
import { application, yilmaz } from "../../packaging/demo/people.mjs";
import { run, test, with_department } from "./tap.mjs";

const kKills = 6;
const kSenders = 4;
/** Milliseconds between two requests of a sender: a portal is told to wait beyond 600 in a minute. */
const kBetween = 30;

const seed = Number(process.env.TIRKEU_SEED ?? 20261123);
console.log(`# TIRKEU_SEED=${seed}`);
let drawn = seed;
/** In [0, 1), the same for the same seed (a multiplicative generator). */
const draw = () => (drawn = (drawn * 48271) % 2147483647) / 2147483647;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const signature = { kind: "cms", value: Buffer.from("an invented signature").toString("base64") };
const letters = (number) => [...String(number)].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
/** Nobody twice. */
const person = (number) => application({ surname: `NAZAROV${letters(number)}`, given: letters(number * 3 + 7), state: "UZB", number: `FB${1000000 + number}`,
  birth: `19${60 + (number % 40)}-0${1 + (number % 9)}-1${number % 10}`, card: String(4000000 + number), office: "KZ-06-03" });

/** The portal's machine. */
class Portal {
  constructor(hub, token) {
    Object.assign(this, { hub, token });
  }
  async call(method, path, { key, body, token = this.token } = {}) {
    const headers = { "Accept-Language": "en", "Content-Type": "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (key) headers["Idempotency-Key"] = key;
    const answer = await fetch(`${this.hub.url}${path}`, { method, headers, body: body && JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  }
  hand_in(key, said, token) {
    return this.call("POST", "/portal/v1/applications", { key, body: { application: said, signature }, token });
  }
  ask(key) {
    return this.call("GET", `/portal/v1/applications/${key}`);
  }
}

const sync = (node) => node.run(["sync", "--once", "--data", node.data]);
const verify = (daemon) => JSON.parse(daemon.run(["verify", "--json", "--data", daemon.data])).result;
const waiting = async (clerk) => (await clerk.call("GET", "/api/v1/portal-requests")).body.items;

/** Takes the request of that key in as it came; the acceptance's answer. */
async function take_in(clerk, key) {
  const request = (await waiting(clerk)).find((item) => item.key === key);
  assert.ok(request, `${key} waits at the office`);
  const answer = await clerk.call("POST", "/api/v1/applications", { ...request.body, portal_request: request.id }, { key: `take-${key}` });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

function tokens(hub) {
  const file = join(hub.department.folder, "egov.token");
  hub.run(["portal", "token", "egov", "--out", file, "--data", hub.data]);
  assert.equal((statSync(file).mode & 0o777).toString(8), "600");
  const token = readFileSync(file, "utf8").trim();
  assert.match(token, /^tirkeu-portal-[0-9a-f]{64}$/);
  for (const name of readdirSync(hub.data)) {
    const inside = join(hub.data, name);
    if (statSync(inside).isFile()) assert.ok(!readFileSync(inside).includes(token), `${name} does not hold the token`);
  }
  return token;
}

function second_token(hub) {
  const words = (...more) => run(hub.program, ["portal", ...more, "--data", hub.data]);
  const file = join(hub.department.folder, "other.token");
  assert.equal(words("token", "egov", "--out", file).code, 1, "a name that is held");
  assert.equal(words("token", "E Gov", "--out", file).code, 2, "a name that is none");
  assert.equal(existsSync(file), false);
  assert.equal(words("token", "other", "--out", file).code, 0);
  assert.equal(words("token", "third", "--out", file).code, 1, "a file that is there");
  assert.equal(words("revoke", "other").code, 0);
  assert.equal(words("revoke", "other").code, 1);
  const listed = JSON.parse(words("list", "--json").out);
  assert.deepEqual(listed.map(({ name, state }) => `${name} ${state}`), ["egov active", "other revoked"]);
  return readFileSync(file, "utf8").trim();
}

async function registered(portal, node, clerk) {
  const answer = await portal.hand_in("2026-1", yilmaz());
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  assert.equal(answer.body.office, "KZ-06-03");
  sync(node);
  const item = (await waiting(clerk)).find(({ key }) => key === "2026-1");
  assert.equal(item.signature.verified, false);
  assert.equal(item.due_at, answer.body.due_at);
  const accepted = await take_in(clerk, "2026-1");
  assert.equal(accepted.due_at, answer.body.due_at);
  assert.equal((await clerk.call("POST", `/api/v1/applications/${accepted.id}/decision`, { decision: "registered" }, { key: "d1" })).status, 200);
  assert.equal((await portal.ask("2026-1")).body.state, "received", "nothing has travelled yet");
  sync(node);
  const told = (await portal.ask("2026-1")).body;
  assert.equal(told.state, "registered");
  assert.equal(told.label.number, accepted.ticket_number);
  assert.equal(told.label.name, "YILMAZ MEHMET");
  assert.equal(told.signature.verified, false);
}

async function refused(portal, node, clerk) {
  assert.equal((await portal.hand_in("2026-2", person(2))).status, 202);
  sync(node);
  const accepted = await take_in(clerk, "2026-2");
  const decision = { decision: "refused", ground: "border_mark_missing", text: "No mark on the card." };
  assert.equal((await clerk.call("POST", `/api/v1/applications/${accepted.id}/decision`, decision, { key: "d2" })).status, 200);
  sync(node);
  const told = (await portal.ask("2026-2")).body;
  assert.equal(told.state, "refused");
  assert.equal(told.label, null);
  assert.equal(told.refusal.ground, "border_mark_missing");
  assert.equal(told.refusal.text, "No mark on the card.");
  assert.match(told.refusal.clause, /^cl\. /);
  assert.match(told.refusal.court, /court/);
}

/** Hands in one request after another, and the same one again with the same key until it is answered. */
async function send(portal, own, acknowledged, ended) {
  let number = own.next;
  try {
    while (!ended()) {
      const answer = await portal.hand_in(`kill-${number}`, person(number));
      assert.equal(answer.status, 202, JSON.stringify(answer.body));
      acknowledged.set(`kill-${number}`, answer.body);
      number += kSenders;
      own.next = number;
      await pause(kBetween);
    }
  } catch (fault) {
    if (!(fault instanceof TypeError || fault instanceof SyntaxError)) throw fault;
  }
}

async function kill_hub(hub, portal, acknowledged) {
  const senders = Array.from({ length: kSenders }, (_, at) => ({ next: 1000 + at }));
  for (let kill = 0; kill < kKills; ++kill) {
    let over = false;
    const sending = senders.map((own) => send(portal, own, acknowledged, () => over));
    await pause(30 + draw() * 200);
    await hub.kill();
    over = true;
    await Promise.all(sending);
    await hub.start();
  }
  console.log(`# ${kKills} kills of the hub, ${acknowledged.size} requests answered`);
  assert.ok(acknowledged.size > kKills, "something was answered between the kills");
}

await with_department({ offices: ["KZ-06-03"] }, async (department) => {
  const { hub } = department;
  const [node] = department.nodes;
  await department.start();
  const clerk = await new Person(node, "aigul").login();
  let portal, revoked;
  await test("a token is written for its owner alone, and nothing that the hub keeps holds it", () => (portal = new Portal(hub, tokens(hub))));
  await test("names are held once, and taken away", () => (revoked = second_token(hub)));
  await test("a request is taken in, registered at its office, and the portal has the label", () => registered(portal, node, clerk));
  await test("another is refused with its ground, its clause and the way to court", () => refused(portal, node, clerk));
  await test("the same key and body get the same answer, another body a conflict", async () => {
    const again = await portal.hand_in("2026-1", yilmaz());
    assert.equal(again.status, 202);
    assert.equal(again.body.state, "received");
    assert.equal((await portal.hand_in("2026-1", person(1))).status, 409);
  });
  await test("a wrong, a revoked and no token are 401", async () => {
    for (const token of ["tirkeu-portal-0000", revoked, ""]) assert.equal((await portal.hand_in("2026-9", person(9), token)).status, 401, token);
    assert.equal((await portal.ask("2026-9")).status, 404);
  });
  await test("an office of another department is named as the fault", async () => {
    const answer = await portal.hand_in("2026-8", { ...person(8), stay: { ...person(8).stay, address: { ...person(8).stay.address, office: "KZ-07-01" } } });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.error.fields.map(({ path, code }) => `${path} ${code}`), ["application.stay.address.office other_department"]);
  });
  const acknowledged = new Map();
  await test(`${kKills} kills of the hub while it takes in`, () => kill_hub(hub, portal, acknowledged));
  await test("nothing that was answered 202 is lost, and each is one request", async () => {
    for (const [key, answered] of acknowledged) {
      const told = await portal.ask(key);
      assert.equal(told.status, 200, key);
      assert.equal(told.body.received_at, answered.received_at, key);
      assert.deepEqual((await portal.hand_in(key, person(Number(key.slice(5))))).body, answered, key);
    }
  });
  await test("the office gets every one of them exactly once", async () => {
    for (let round = 0; round < 10; ++round) sync(node);
    const keys = (await waiting(clerk)).map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    const at_office = new Set(keys);
    if (acknowledged.size <= 190) for (const key of acknowledged.keys()) assert.ok(at_office.has(key), key);
  });
  await test("the log of the daemon names no person and no token", () => {
    const log = [...hub.log, ...node.log].join("");
    for (const word of ["YILMAZ", "NAZAROV", portal.token]) assert.ok(!log.includes(word), word);
  });
  await test("verify: hub and node are in order", () => assert.deepEqual([verify(hub), verify(node)], ["ok", "ok"]));
});
