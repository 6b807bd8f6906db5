#!/usr/bin/env node
// Keys with real programs: the hub's, the root's and an office's are changed while everybody works, an office without a line is enrolled by a
// file that is not worth stealing, and a hub that is lost is replaced with the root key alone.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Department, Person } from "../../packaging/demo/department.mjs";
import { application } from "../../packaging/demo/people.mjs";
import { bin, node_program, run, test, test_ports, ui, with_folder } from "./tap.mjs";

const letters = (number) => [...String(number)].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
const person = (number) => application({ surname: `RAHIMOV${letters(number)}`, given: letters(number * 7 + 11), state: "UZB", number: `FK${1000000 + number}`,
  birth: `19${60 + (number % 40)}-0${1 + (number % 9)}-1${number % 10}`, card: String(5000000 + number), office: "KZ-06-03" });

const json_of = (daemon, words) => JSON.parse(daemon.run([...words, "--json", "--data", daemon.data]));
const refused = (daemon, words, told) => {
  const ended = run(daemon.program, [...words, "--data", daemon.data]);
  assert.equal(ended.code, 1, ended.out);
  assert.match(ended.err, told);
};
const mode = (file) => (statSync(file).mode & 0o777).toString(8);
const held = (hub) => json_of(hub, ["status"]).applications;

async function accept(node, number) {
  await node.start();
  try {
    const clerk = await new Person(node, "aigul").login();
    assert.equal((await clerk.call("POST", "/api/v1/applications", person(number), { key: `keys-${number}` })).status, 201);
  } finally {
    await node.stop();
  }
}

function sync_all(node) {
  for (let rounds = 0; rounds < 20; ++rounds) {
    const round = json_of(node, ["sync"]);
    if (!round.summary.more && json_of(node, ["status"]).unsent === 0) return;
  }
  throw new Error("twenty rounds were not enough");
}

function make(department, files) {
  const { hub } = department;
  const [node] = department.nodes;
  hub.run(["init", "--department", "KZ-06", "--data", hub.data, "--public-url", hub.url, "--root-passphrase-file", files.passphrase]);
  hub.add_user("admin", "admin");
  const enrolment = join(department.folder, "first.enrolment");
  hub.run(["enrol", node.code, "--out", enrolment, "--data", hub.data]);
  node.run(["init", "--data", node.data, "--enrolment", enrolment]);
  node.add_user("aigul", "clerk");
}

async function hub_keys(department, files) {
  const { hub } = department;
  const [node] = department.nodes;
  const root = ["--root-key", files.root, "--root-passphrase-file", files.passphrase];
  await accept(node, 1);
  sync_all(node);
  await accept(node, 2);
  const stick = join(department.folder, "stick.bundle");
  node.run(["export", stick, "--data", node.data]);
  await test("new keys of the hub need the root key and its passphrase", () => {
    refused(hub, ["rotate-keys", "--root-key", files.root, "--root-passphrase-file", files.wrong], /does not open/);
    refused(hub, ["rotate-keys", "--root-key", join(department.folder, "nowhere"), "--root-passphrase-file", files.passphrase], /no such file/);
  });
  await test("they are changed while the daemon serves, and lie in a file of its owner's alone", () => {
    const before = json_of(hub, ["status"]).fingerprint;
    const done = json_of(hub, ["rotate-keys", ...root]);
    assert.notEqual(done.hub_fingerprint, before);
    assert.equal(json_of(hub, ["status"]).fingerprint, done.hub_fingerprint);
    assert.equal(mode(join(hub.data, "hub.keys")), "600");
    assert.equal(existsSync(join(hub.data, "hub.keys.next")), false);
  });
  await test("a stick that was on its way is read, and its answer tells the office", () => {
    const answers = join(department.folder, "answers");
    hub.run(["import", stick, "--out", answers, "--data", hub.data]);
    node.run(["import", join(answers, "stick.answer.bundle"), "--data", node.data]);
    assert.deepEqual([json_of(node, ["status"]).unsent, held(hub)], [0, 2]);
    sync_all(node);
    assert.equal(json_of(node, ["status"]).state, "ok");
  });
  await test("both sides verify over the change", () => {
    assert.deepEqual([json_of(node, ["verify"]).result, json_of(hub, ["verify"]).result], ["ok", "ok"]);
  });
}

async function node_keys(department) {
  const [node] = department.nodes;
  await test("an office goes on with new keys, and what it had not sent goes up under the old ones", async () => {
    await accept(node, 3);
    const done = json_of(node, ["rotate-keys"]);
    assert.deepEqual([done.was, done.begun - done.ended], ["ok", 1]);
    await accept(node, 4);
    sync_all(node);
    assert.equal(held(department.hub), 4);
    assert.equal(json_of(node, ["status"]).incarnation, done.begun);
    assert.equal(mode(join(node.data, "node.keys")), "600");
  });
  await test("while its daemon runs it says what to do", async () => {
    await node.start();
    refused(node, ["rotate-keys"], /stop it first/);
    await node.stop();
  });
}

async function root_key(department, files) {
  const { hub } = department;
  const [node] = department.nodes;
  const old_root = ["--root-key", files.root, "--root-passphrase-file", files.passphrase];
  await test("the root key hands over to a new one, and the office follows with its next round", () => {
    const done = json_of(hub, ["rotate-root", ...old_root, "--new-root-key", files.new_root, "--new-root-passphrase-file", files.new_passphrase]);
    assert.equal(mode(files.new_root), "600");
    sync_all(node);
    assert.equal(json_of(node, ["status"]).state, "ok");
    assert.match(done.root_fingerprint, /^\d{5}( \d{5}){5}$/);
  });
  await test("the old root key certifies nothing any more", () => refused(hub, ["rotate-keys", ...old_root], /newest root key/));
}

async function request_and_grant(department, files) {
  const { hub } = department;
  const node = department.nodes[1];
  const at = (name) => join(department.folder, name);
  const asked = JSON.parse(node.run(["request", node.code, "--out", at("02.request"), "--json", "--data", node.data]));
  await test("asking again gives the same file, and its keys are its owner's alone", () => {
    const first = readFileSync(at("02.request"));
    const again = JSON.parse(node.run(["request", node.code, "--out", at("02.request"), "--json", "--data", node.data]));
    assert.equal(again.fingerprint, asked.fingerprint);
    assert.deepEqual(readFileSync(at("02.request")), first);
    assert.equal(mode(`${node.data}.request`), "600");
  });
  await test("the hub grants nothing to another fingerprint, and nothing to another file", () => {
    refused(hub, ["grant", at("02.request"), "--fingerprint", "00000 00000 00000 00000 00000 00000", "--out", at("02.grant")], /six groups/);
    refused(hub, ["grant", at("first.enrolment"), "--fingerprint", asked.fingerprint, "--out", at("02.grant")], /not a request/);
    node.run(["request", "KZ-03-02", "--out", at("other.request"), "--data", at("other")]);
    const told = JSON.parse(node.run(["request", "KZ-03-02", "--out", at("other.request"), "--json", "--data", at("other")]));
    refused(hub, ["grant", at("other.request"), "--fingerprint", told.fingerprint, "--out", at("02.grant")], /not an office of KZ-06/);
    assert.equal(existsSync(at("02.grant")), false);
  });
  hub.run(["grant", at("02.request"), "--fingerprint", asked.fingerprint, "--out", at("02.grant"), "--data", hub.data]);
  await test("whoever steals the grant has nothing", () => {
    const thief = run(node_program, ["init", "--enrolment", at("02.grant"), "--data", at("thief")]);
    assert.equal(thief.code, 1);
    assert.match(thief.err, /has asked for nothing/);
    const other = run(node_program, ["init", "--enrolment", at("02.grant"), "--data", at("other")]);
    assert.match(other.err, /another machine/);
    const itself = run(node_program, ["init", "--enrolment", at("02.request"), "--data", node.data]);
    assert.match(itself.err, /only the department's hub can use/);
  });
  await test("a cut grant is said to be one", () => {
    writeFileSync(at("cut.grant"), readFileSync(at("02.grant")).subarray(0, 200));
    const ended = run(node_program, ["init", "--enrolment", at("cut.grant"), "--data", node.data]);
    assert.equal(ended.code, 1);
    assert.match(ended.err, /not copied completely/);
  });
  await test("the machine that asked is enrolled by stick alone, with the keys that were compared", () => {
    const made = JSON.parse(node.run(["init", "--enrolment", at("02.grant"), "--json", "--data", node.data]));
    assert.equal(made.fingerprint, asked.fingerprint);
    assert.equal(existsSync(`${node.data}.request`), false);
    node.run(["export", at("02.bundle"), "--data", node.data]);
    hub.run(["import", at("02.bundle"), "--out", at("answers"), "--data", hub.data]);
    node.run(["import", join(at("answers"), "02.answer.bundle"), "--data", node.data]);
    assert.equal(json_of(node, ["status"]).state, "ok");
  });
}

async function lost_hub(department, files) {
  const { hub } = department;
  const [node] = department.nodes;
  await hub.stop();
  rmSync(hub.data, { recursive: true });
  rmSync(`${hub.data}.witness`);
  await test("a lost hub is made anew with the root key, and nobody drives to an office", async () => {
    hub.run(["init", "--department", "KZ-06", "--data", hub.data, "--public-url", hub.url, "--root-key", files.new_root,
      "--root-passphrase-file", files.new_passphrase]);
    await hub.start();
    await accept(node, 5);
    sync_all(node);
    assert.equal(held(hub), 5);
    assert.deepEqual([json_of(node, ["status"]).state, json_of(node, ["verify"]).result, json_of(hub, ["verify"]).result], ["ok", "ok", "ok"]);
  });
  await test("no key and no passphrase stands in what the programs say", () => {
    for (const secret of [files.passphrase, files.new_passphrase].map((file) => readFileSync(file, "utf8").trim()))
      assert.equal(hub.log.join("").includes(secret), false);
  });
}

await with_folder(async (folder) => {
  const offices = ["KZ-06-03", "KZ-06-02"];
  const department = new Department({ folder, bin, ui, offices, ports: await test_ports(offices.length + 1) });
  const safe = join(folder, "safe");
  mkdirSync(safe);
  const files = { root: `${department.hub.data}.root`, new_root: join(safe, "second.root") };
  for (const [name, text] of [["passphrase", "an invented passphrase"], ["new_passphrase", "another invented one"], ["wrong", "not this one"]]) {
    files[name] = join(safe, name);
    writeFileSync(files[name], `${text}\n`);
  }
  make(department, files);
  try {
    await department.hub.start();
    await hub_keys(department, files);
    await node_keys(department);
    await root_key(department, files);
    await request_and_grant(department, files);
    await lost_hub(department, files);
  } finally {
    await department.stop();
  }
});
