#!/usr/bin/env node
// Lives of an office with real programs: a database put back from an old copy, a copied folder, and a machine that is lost with a book
// of TIRKEU_APPLICATIONS applications (2,000 unless told), which a new one gets back from the hub. The time of that is printed.
import assert from "node:assert/strict";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Person } from "../../packaging/demo/department.mjs";
import { application, day } from "../../packaging/demo/people.mjs";
import { node_program, run, test, with_department } from "./tap.mjs";

const kApplications = Number(process.env.TIRKEU_APPLICATIONS ?? 2000);

const letters = (number) => [...String(number)].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
const person = (number) => application({ surname: `NAZAROV${letters(number)}`, given: letters(number * 7 + 11), state: "UZB", number: `FA${1000000 + number}`,
  birth: `19${60 + (number % 40)}-0${1 + (number % 9)}-1${number % 10}`, card: String(3000000 + number), office: "KZ-06-03" });

const status = (node, data = node.data) => JSON.parse(node.run(["status", "--json", "--data", data]));
const held_by_hub = (department) => JSON.parse(department.hub.run(["status", "--json", "--data", department.hub.data])).applications;
const verified = (daemon, data = daemon.data) => JSON.parse(daemon.run(["verify", "--json", "--data", data])).result;

/** Rounds until nothing waits on either side. */
function sync_all(node, data = node.data) {
  for (let rounds = 0; rounds < 100; ++rounds) {
    const round = JSON.parse(node.run(["sync", "--json", "--data", data]));
    if (!round.summary.more && status(node, data).unsent === 0) return;
  }
  throw new Error("a hundred rounds were not enough");
}

/** The old register of the office as a table. */
function register_of(count) {
  const head = "accepted_at,applicant.surname,applicant.given_names,applicant.birth_date,applicant.sex,applicant.citizenship,document.type,document.issuing_state,"
    + "document.number,document.expires,migration_card.number,migration_card.entry_date,stay.purpose,stay.from,stay.until,stay.address.office,stay.address.locality,"
    + "host.kind,host.name,documents";
  const rows = Array.from({ length: count }, (_, at) => `${day(-20)} 11:30,ORIPOV${letters(at)},BEK,19${60 + (at % 40)}-07-2${at % 10},M,UZB,passport,UZB,FB${1000000 + at},`
    + `2031-05-01,${4000000 + at},${day(-21)},business,${day(-21)},${day(8)},KZ-06-03,Индербор,organisation,ТОО Индер,identity_document migration_card application`);
  return `${[head, ...rows].join("\n")}\n`;
}

async function accept(node, number) {
  const clerk = await new Person(node, "aigul").login();
  const answer = await clerk.call("POST", "/api/v1/applications", person(number), { key: `recover-${number}` });
  return answer;
}

async function served(node, body) {
  await node.start();
  try {
    return await body();
  } finally {
    await node.stop();
  }
}

async function put_back(department, node) {
  const old = join(department.folder, "old copy");
  await test("a sound life is left alone", () => {
    const ended = run(node_program, ["recover", "--data", node.data]);
    assert.equal(ended.code, 1);
    assert.match(ended.err, /nothing is wrong/);
  });
  await test("a folder put back from an old copy is noticed at the start and takes nothing in", async () => {
    await served(node, async () => assert.equal((await accept(node, 1)).status, 201));
    cpSync(node.data, old, { recursive: true });
    await served(node, async () => assert.equal((await accept(node, 2)).status, 201));
    sync_all(node);
    rmSync(node.data, { recursive: true });
    cpSync(old, node.data, { recursive: true });
    const told = status(node);
    assert.equal(told.state, "rewound");
    assert.match(told.advice, /tirkeu-node recover/);
    // A daemon in such a life serves readers, and says on its health page that it is not well.
    const written = JSON.parse(run(node_program, ["take-over", "-", "--json", "--data", node.data], { input: register_of(1) }).out || "null");
    assert.equal(written, null);
  });
  await test("recover begins the next life, and the office writes at once, with no hub in reach", async () => {
    await department.hub.stop();
    const done = JSON.parse(node.run(["recover", "--json", "--data", node.data]));
    assert.deepEqual([done.was, done.begun - done.ended], ["rewound", 1]);
    await served(node, async () => assert.equal((await accept(node, 3)).status, 201));
    await department.hub.start();
  });
  await test("then the hub gives back what was lost, and has all three", () => {
    sync_all(node);
    assert.equal(held_by_hub(department), 3);
    assert.deepEqual([status(node).state, verified(node), verified(department.hub)], ["ok", "ok", "ok"]);
  });
}

async function copied(department, node) {
  await test("a copied folder is noticed by its missing witness; with it, by its place", () => {
    const copy = join(department.folder, "copy");
    cpSync(node.data, copy, { recursive: true });
    assert.equal(status(node, copy).state, "unwitnessed");
    rmSync(copy, { recursive: true });
    cpSync(node.data, copy, { recursive: true });
    cpSync(`${node.data}.witness`, `${copy}.witness`);
    assert.equal(status(node, copy).state, "moved");
  });
}

async function lost(department, node) {
  await test(`${kApplications} applications are in the book and at the hub`, () => {
    const table = join(department.folder, "register.csv");
    writeFileSync(table, register_of(kApplications));
    node.run(["take-over", table, "--data", node.data]);
    sync_all(node);
    assert.equal(held_by_hub(department), kApplications + 3);
  });
  const data = join(department.folder, "new machine");
  await test("a new machine gets the whole book back", () => {
    const file = join(department.folder, "again.enrolment");
    department.hub.run(["enrol", node.code, "--out", file, "--data", department.hub.data]);
    const began = performance.now();
    const done = JSON.parse(node.run(["recover", "--json", "--enrolment", file, "--data", data]));
    console.log(`# ${done.returned} entries came back to a new machine in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    assert.equal(done.applications, kApplications + 3);
    assert.deepEqual([status(node, data).state, verified(node, data)], ["ok", "ok"]);
  });
  await test("the old machine is told that the office goes on elsewhere", () => {
    run(node_program, ["sync", "--data", node.data]);
    assert.equal(status(node).state, "superseded");
  });
  await test("the new one is made for one folder: not over an existing one", () => {
    const file = join(department.folder, "third.enrolment");
    department.hub.run(["enrol", node.code, "--out", file, "--data", department.hub.data]);
    assert.equal(run(node_program, ["recover", "--enrolment", file, "--data", data]).code, 1);
  });
}

await with_department({ offices: ["KZ-06-03"] }, async (department) => {
  const [node] = department.nodes;
  await department.hub.start();
  await put_back(department, node);
  await copied(department, node);
  await lost(department, node);
});
