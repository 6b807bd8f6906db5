#!/usr/bin/env node
// SIGKILL at drawn moments while clerks accept: what was answered is in the book exactly once, with the same ticket, and the hub
// gets all of it; the same for a hub that is killed while it takes in. The moments come from a seed (TIRKEU_SEED), which is printed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { Person } from "../../packaging/demo/department.mjs";
import { application } from "../../packaging/demo/people.mjs";
import { node_program, test, with_department } from "./tap.mjs";

const kKills = 40;
const kHubKills = 12;
const kClerks = 3;

const seed = Number(process.env.TIRKEU_SEED ?? 20261123);
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
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const letters = (number) => [...String(number)].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
/** Nobody twice: every number makes another person with another passport and card. */
const person = (number) => application({ surname: `SAFAROV${letters(number)}`, given: letters(number * 7 + 11), state: "UZB", number: `FA${String(1000000 + number)}`,
  birth: `19${String(60 + (number % 40))}-0${1 + (number % 9)}-1${number % 10}`, card: String(3000000 + number), office: "KZ-06-03" });

/** A clerk who sends one application after another, and the same one again with the same key until it is answered. */
class Clerk {
  constructor(node, acknowledged, take) {
    Object.assign(this, { node, acknowledged, take, number: null, wrong: [] });
  }

  /** Before the kills: a login broken off counts as a failed one, as it should. */
  async log_in() {
    this.person = await new Person(this.node, "aigul").login();
  }

  /** Until `ended()`: a connection that breaks ends the shift, and the next one begins with what was not answered. */
  async shift(ended) {
    try {
      while (!ended()) {
        this.number ??= this.take();
        const answer = await this.person.call("POST", "/api/v1/applications", person(this.number), { key: `kill-${this.number}` });
        if (answer.status !== 201) {
          this.wrong.push(`${this.number}: ${answer.status} ${JSON.stringify(answer.body)}`);
          return;
        }
        this.acknowledged.set(this.number, answer.body);
        this.number = null;
      }
    } catch (fault) {
      if (!(fault instanceof TypeError)) this.wrong.push(String(fault));
    }
  }
}

/** Every item of the list, page by page. */
async function whole_list(reader) {
  const items = [];
  let cursor = null;
  do {
    const page = await reader.call("GET", `/api/v1/applications${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
    assert.equal(page.status, 200);
    items.push(...page.body.items);
    cursor = page.body.next;
  } while (cursor);
  return items;
}

const by_id = (items) => items.map((item) => `${item.id} ${item.ticket_number}`).sort();

function check_holds(items, acknowledged) {
  assert.deepEqual(by_id(items), by_id([...acknowledged.values()]));
}

async function kill_node(node, acknowledged) {
  let next = 1;
  const clerks = Array.from({ length: kClerks }, () => new Clerk(node, acknowledged, () => next++));
  await node.start();
  for (const clerk of clerks) await clerk.log_in();
  await node.kill();
  const grown = [];
  for (let kill = 0; kill < kKills; ++kill) {
    await node.start();
    let over = false;
    const before = acknowledged.size;
    const shifts = clerks.map((clerk) => clerk.shift(() => over));
    await pause(draw() * 160);
    await node.kill();
    over = true;
    await Promise.all(shifts);
    grown.push(acknowledged.size - before);
  }
  const wrong = clerks.flatMap((clerk) => clerk.wrong);
  assert.deepEqual(wrong, []);
  assert.equal(grown.length, kKills);
  assert.ok(grown.filter((count) => count > 0).length > kKills / 2, `accepted between the kills: ${grown}`);
  await node.start();
  // What was under way at the last kill is sent once more, as a browser would.
  await Promise.all(clerks.map((clerk) => clerk.shift(() => clerk.number === null)));
  assert.deepEqual(clerks.flatMap((clerk) => clerk.wrong), []);
  console.log(`# ${kKills} kills of the node, ${acknowledged.size} applications answered`);
}

/** Takes the hub away while a round is under way, `kHubKills` times. */
async function kill_hub(department, node, acknowledged) {
  const clerk = await new Person(node, "aigul").login();
  let number = 100000;
  let broken = 0;
  // The kills are spread over the time that a round takes on this machine.
  await department.hub.start();
  sync_all(node);
  const began = performance.now();
  node.run(["sync", "--once", "--data", node.data]);
  const round_ms = performance.now() - began;
  await department.hub.kill();
  for (let kill = 0; kill < kHubKills; ++kill) {
    await department.hub.start();
    for (let more = 0; more < 5; ++more) {
      const answer = await clerk.call("POST", "/api/v1/applications", person(++number), { key: `kill-${number}` });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      acknowledged.set(number, answer.body);
    }
    const round = spawn(node_program, ["sync", "--once", "--data", node.data], { stdio: "ignore" });
    const ended = new Promise((done) => round.once("exit", (code) => done(code)));
    await pause(draw() * 4 * round_ms);
    await department.hub.kill();
    if ((await ended) !== 0) ++broken;
  }
  console.log(`# ${kHubKills} kills of the hub, ${broken} rounds of ${Math.round(round_ms)} ms broken off`);
  assert.ok(broken > 0, "no round was broken off: the kills came too late");
  await department.hub.start();
}

/** Rounds until nothing waits. */
function sync_all(node) {
  for (let rounds = 0; rounds < 20; ++rounds) {
    node.run(["sync", "--once", "--data", node.data]);
    if (JSON.parse(node.run(["status", "--json", "--data", node.data])).unsent === 0) return;
  }
  throw new Error("twenty rounds were not enough");
}

const verify = (daemon) => JSON.parse(daemon.run(["verify", "--json", "--data", daemon.data])).result;

await with_department({ offices: ["KZ-06-03"] }, async (department) => {
  const [node] = department.nodes;
  const acknowledged = new Map();
  await test(`${kKills} kills of the node while clerks accept`, () => kill_node(node, acknowledged));
  await test("every answered application is in the book exactly once, and nothing else is", async () => check_holds(await whole_list(await new Person(node, "aigul").login()), acknowledged));
  await test("the same key with the same body gives the same ticket", async () => {
    const clerk = await new Person(node, "aigul").login();
    for (const [number, answered] of acknowledged) {
      const again = await clerk.call("POST", "/api/v1/applications", person(number), { key: `kill-${number}` });
      assert.equal(again.status, 201);
      assert.equal(again.body.ticket_number, answered.ticket_number);
      assert.equal(again.headers.get("idempotency-replayed"), "true");
    }
  });
  await test("verify: the node's log and book are in order", () => assert.equal(verify(node), "ok"));
  await test(`${kHubKills} kills of the hub while it takes in`, () => kill_hub(department, node, acknowledged));
  await test("afterwards the hub holds every application exactly once", async () => {
    sync_all(node);
    check_holds(await whole_list(await new Person(department.hub, "admin").login()), acknowledged);
  });
  await test("verify: hub and node are in order", () => assert.deepEqual([verify(department.hub), verify(node)], ["ok", "ok"]));
  await test("both still stop by SIGTERM with 0", async () => assert.deepEqual(await Promise.all(department.daemons.map((daemon) => daemon.stop())), [0, 0]));
});
