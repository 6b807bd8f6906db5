#!/usr/bin/env node
// A whole day at an office that has never had its hub in reach: the enrolment came on paper's road, the line is dead. Everything that
// the standard leaves to the office works; what is the department's says so in words. At the end, every route that the node describes
// has been walked: a new one that is not walked here is a fault of this suite.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Person } from "../../packaging/demo/department.mjs";
import { application, day } from "../../packaging/demo/people.mjs";
import { run, test, with_department } from "./tap.mjs";

const walked = new Set();
let routes = [];

/** Which of the described routes a request went to. */
function pattern_of(method, path) {
  const plain = path.split("?")[0].split("/");
  return routes.find(({ verb, parts }) => verb === method && parts.length === plain.length &&
    parts.every((part, at) => part.startsWith("{") || part === plain[at]));
}

class Walker extends Person {
  /** A call that has to succeed; its answer's body. */
  async does(method, path, body, status) {
    const answer = await this.tries(method, path, body);
    const good = status === undefined ? answer.status >= 200 && answer.status < 300 : answer.status === status;
    assert.ok(good, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 800)}`);
    return answer.body;
  }

  /** `path` begins after /api/v1, except for the two routes that stand beside it. */
  async tries(method, path, body) {
    const whole = ["/healthz", "/metrics"].includes(path) ? path : `/api/v1${path}`;
    walked.add(pattern_of(method, whole));
    return body instanceof Uint8Array ? this.call(method, whole, undefined, { raw: body }) : this.call(method, whole, body);
  }

  get = (path) => this.does("GET", path);
  post = (path, body, status) => this.does("POST", path, body, status);
}

const papers_of_half_a_year = ["application", "identity_document", "migration_card", "arrival_sheet_1", "arrival_sheet_2", "statistical_coupon", "photo"];
let person = 0;
const somebody = (change = {}) => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"][person % 26];
  person += 1;
  return application({ surname: `MURODOV${letters}`, given: "OLIM", surname_local: "Муродов", given_local: "Олим", state: "UZB", number: `FB${1000000 + person}`,
    birth: `19${60 + person}-03-1${person % 10}`, card: String(5000000 + person), ...change });
};

/** A JPEG of nothing but its frame header: 413x531 pixels. */
const photo = Uint8Array.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 531 >> 8, 531 & 255, 413 >> 8, 413 & 255, 1, 1, 0x11, 0, 0xff, 0xd9]);

/** A PNG of 35x45 pixels with a comment in it. */
const scan = Uint8Array.from(Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAACMAAAAtCAAAAAABuI31AAAAD3RFWHRBdXRob3IAc29tZWJvZHmKs+TfAAAATklEQVR42mN4BgLKWoYW9mBW"
  + "ZkF5XSuYtX7b3iOnwSyGwaaGgZ1PVAbMdPMNiU4Cs3omz1q4Asy6dPPB83eDTs1oOI+G82g4j4bzCAhnAKnmNz4wcmkmAAAAAElFTkSuQmCC", "base64"));

async function before_work(clerk, head) {
  await test("the public pages answer without a login", async () => {
    const visitor = new Walker(clerk.daemon, "nobody");
    assert.equal((await visitor.get("/information")).office.code, "KZ-06-03");
    await visitor.get("/openapi.json");
    assert.equal((await visitor.tries("GET", "/healthz")).status, 200);
    assert.equal((await visitor.tries("GET", "/metrics")).status, 200);
    await visitor.post("/feedback", { process: true, information: true, courtesy: false, comment: "ұзақ күттім" }, 201);
  });
  await test("status tells the truth about a line that never was", async () => {
    const status = await clerk.get("/status");
    assert.equal(status.last_round_at ?? null, null);
    assert.equal(status.index.as_of ?? null, null);
  });
  await test("the old register is taken on, first on trial", async () => {
    const csv = readFileSync(new URL("offline_register.csv", import.meta.url), "utf8");
    assert.deepEqual(await head.post("/take-over", { csv, dry_run: true }).then(({ rows, taken }) => ({ rows, taken })), { rows: 2, taken: 2 });
    assert.equal((await head.post("/take-over", { csv })).taken, 2);
    assert.equal((await clerk.get("/applications?q=KARIMOV")).items.length, 1);
  });
  await test("reference data is at hand", async () => {
    const offices = await clerk.get("/offices");
    assert.ok((offices.items ?? offices).length >= 16);
    assert.ok((await clerk.get("/rules")).id);
    const zone = await clerk.post("/mrz", { lines: ["P<UZBMURODOV<<OLIM<<<<<<<<<<<<<<<<<<<<<<<<<<<", "FB10000011UZB6103115M3105017<<<<<<<<<<<<<<04"] });
    assert.equal(zone.format, "TD3");
  });
}

async function counter(clerk) {
  await test("a visitor draws a number, is called and served", async () => {
    const first = await clerk.post("/visits", { purpose: "application" }, 201);
    const second = await clerk.post("/visits", { purpose: "question" }, 201);
    await clerk.post(`/visits/${first.id}/call`, {});
    assert.equal((await clerk.tries("POST", `/visits/${second.id}/finish`, { outcome: "served" })).status, 409);
    await clerk.post(`/visits/${first.id}/finish`, { outcome: "served" });
    await clerk.post(`/visits/${second.id}/call`, {});
    await clerk.post(`/visits/${second.id}/finish`, { outcome: "left" });
    assert.equal((await clerk.get("/visits")).finished, 2);
  });
  let id;
  await test("an application is drafted, checked, accepted and registered", async () => {
    const body = somebody({ documents: ["application"] });
    await clerk.does("PUT", "/drafts/counter-1", { body });
    assert.deepEqual((await clerk.get("/drafts/counter-1")).body, body);
    await clerk.get("/drafts");
    await clerk.does("DELETE", "/drafts/counter-1");
    const checked = await clerk.post("/applications/check", body);
    assert.ok(checked.findings.some(({ code }) => code === "papers_missing"));
    const ticket = await clerk.post("/applications", body, 201);
    assert.match(ticket.ticket_number, /^KZ-06-03\//);
    assert.deepEqual(ticket.missing, ["identity_document", "migration_card"]);
    assert.ok((await clerk.get("/due")).items.some((item) => item.id === ticket.id));
    ({ id } = ticket);
    assert.equal((await clerk.tries("POST", `/applications/${id}/decision`, { decision: "registered" })).status, 409);
    await clerk.post(`/applications/${id}/papers`, { documents: ["identity_document", "migration_card"] });
    await clerk.post(`/applications/${id}/custody`, { event: "received", item: "identity_document" });
    assert.equal((await clerk.get("/custody")).items.length, 1);
    await clerk.post(`/applications/${id}/decision`, { decision: "registered" });
    await clerk.post(`/applications/${id}/custody`, { event: "returned", item: "identity_document" });
    assert.equal((await clerk.get("/custody")).items.length, 0);
    const record = await clerk.get(`/applications/${id}`);
    assert.equal(record.state, "registered");
    assert.equal(record.confirmation, "pending");
  });
  await test("a paper is scanned in, listed as not sent, and shown without what is no picture", async () => {
    const attached = await clerk.post(`/applications/${id}/attachments?kind=scan&paper=identity_document`, scan, 201);
    const { items } = await clerk.get(`/applications/${id}/attachments`);
    assert.deepEqual(items.map(({ held, told, size }) => ({ held, told, size })), [{ held: attached.size, told: 0, size: attached.size }]);
    const shown = Buffer.from(await clerk.get(`/attachments/${attached.id}`));
    assert.equal(shown.length, attached.size);
    assert.ok(!shown.includes("somebody") && scan.length > shown.length);
    assert.equal((await clerk.tries("POST", `/applications/${id}/attachments?kind=scan`, scan)).status, 422, "the same picture again");
  });
  await test("the rest of a stay: correction, extension, address, card, print, departure", async () => {
    await clerk.post(`/applications/${id}/correction`, { reason: "slip of the finger", application: { applicant: { given_names: "OLIMJON" } } });
    await clerk.post(`/applications/${id}/extension`, { until: day(40), reason: "medical treatment" });
    await clerk.post(`/applications/${id}/address`, { moved_on: day(0), reason: "another flat", address: { office: "KZ-06-03", locality: "Индербор", street: "Абай", house: "3", flat: "7" } });
    await clerk.post(`/applications/${id}/card`, { cause: "lost", number: "5999999", issued_on: day(0) });
    if (routes.some(({ path }) => path.endsWith("/printed"))) await clerk.post(`/applications/${id}/printed`, { what: "mark" });
    await clerk.post(`/applications/${id}/departure`, { departed_on: day(0), note: null });
    const record = await clerk.get(`/applications/${id}`);
    for (const event of ["corrected", "extended", "moved", "card", "departed"]) assert.ok(record.history.some((entry) => entry.event === event), event);
  });
}

async function harder_cases(clerk) {
  await test("the second application of the same stay is a question, and goes on with a reason", async () => {
    const body = somebody();
    await clerk.post("/applications", body, 201);
    const again = await clerk.post("/applications", body, 409);
    assert.equal(again.error.code, "already_applied_here");
    await clerk.post("/applications", { ...body, despite: { reason: "the first ticket was torn" } }, 201);
  });
  await test("refusal with a ground and withdrawal with a reason", async () => {
    const refused = await clerk.post("/applications", somebody({ documents: ["application"] }), 201);
    await clerk.post(`/applications/${refused.id}/decision`, { decision: "refused", ground: "incomplete_documents", text: "no passport" });
    const withdrawn = await clerk.post("/applications", somebody(), 201);
    await clerk.post(`/applications/${withdrawn.id}/withdrawal`, { reason: "leaves tomorrow" });
  });
  await test("a family in one filing, a stay over six months with its four papers, a ticket written by hand", async () => {
    const father = await clerk.post("/applications", somebody({ stays: 240, documents: papers_of_half_a_year }), 201);
    assert.deepEqual(father.missing, []);
    const child = await clerk.post("/applications", { ...somebody(), filing: father.id }, 201);
    const record = await clerk.get(`/applications/${father.id}`);
    assert.ok(JSON.stringify(record.filing).includes(child.id));
    const paper = await clerk.post("/applications", { ...somebody(), paper: { number: "17", accepted_at: `${day(-1)}T10:15:00+05:00` } }, 201);
    assert.equal((await clerk.get(`/applications/${paper.id}`)).origin, "paper");
    if (routes.some(({ path }) => path.endsWith("/photos/check"))) assert.deepEqual((await clerk.post("/photos/check", photo)).findings, []);
  });
  await test("a complaint is received with number and day of answer", async () => {
    const complaint = await clerk.post("/complaints", { channel: "person", kind: "person", name: "Petrov Petr", postal_address: "Atyrau, Abai 1", signed: true, text: "waited an hour" }, 201);
    assert.match(complaint.number, /^KZ-06-03\/\d{4}\/C-1$/);
    assert.equal((await clerk.get("/complaints")).items.length, 1);
  });
}

async function end_of_day(clerk, head) {
  await test("accounts are kept here", async () => {
    await head.post("/users", { name: "dana", role: "clerk", password: "a horse of another colour" }, 201);
    await head.post("/users/dana/password", { password: "still another horse of colour" });
    await head.post("/users/dana/disable");
    await head.post("/users/dana/enable");
    assert.ok(JSON.stringify(await head.get("/users")).includes("dana"));
    await clerk.get("/me");
    await clerk.post("/password", { current: clerk.password, new: "quite another long password" });
  });
  await test("the head sees who read what, and how well the service was given", async () => {
    assert.ok((await head.get("/audit")).items.length > 0);
    if (routes.some(({ path }) => path === "/api/v1/indicators")) {
      const { rows } = await head.get("/indicators");
      assert.ok(rows.find(({ code }) => code === "2.1").of >= 1);
      await head.get("/indicators/2.1/records");
    }
    if (routes.some(({ path }) => path === "/api/v1/portal-requests")) assert.deepEqual((await head.get("/portal-requests")).items, []);
  });
  await test("what is the department's says so in words, and the stick's bundle is ready", async () => {
    const round = await head.tries("POST", "/sync", {});
    assert.ok(round.status === 502 || round.status === 503, `${round.status} ${JSON.stringify(round.body)}`);
    assert.ok(round.body.error.message.length > 20);
    assert.ok((await head.get("/bundle")).length > 500);
    const wrong = await head.tries("POST", "/bundle", Uint8Array.from([1, 2, 3]));
    assert.equal(wrong.status, 422);
  });
  await test("the clerk logs out", () => clerk.post("/logout"));
}

await with_department({ offices: ["KZ-06-03"] }, async (department) => {
  const [node] = department.nodes;
  await node.start();  // and the hub never
  const described = await new Person(node, "nobody").call("GET", "/api/v1/openapi.json");
  routes = Object.entries(described.body.paths).flatMap(([path, verbs]) => Object.keys(verbs)
    .filter((verb) => ["get", "post", "put", "delete"].includes(verb)).map((verb) => ({ verb: verb.toUpperCase(), path, parts: path.split("/") })));
  const login = (name) => { walked.add(pattern_of("POST", "/api/v1/login")); return new Walker(node, name).login(); };
  const clerk = await login("aigul"), head = await login("serik");
  await before_work(clerk, head);
  await counter(clerk);
  await harder_cases(clerk);
  await end_of_day(clerk, head);
  await test("what was written is whole: the chain, the signatures and the book", async () => {
    const { code, out, err } = run(join(department.bin, "tirkeu-node"), ["verify", "--data", node.data]);
    assert.equal(code, 0, out + err);
  });
  for (const { verb, path } of routes.filter((route) => !walked.has(route))) {
    await test(`${verb} ${path} works with no hub in reach`, () => assert.fail("this suite does not walk it"));
  }
});
