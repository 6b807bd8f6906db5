#!/usr/bin/env node
// The indicators of a month, counted twice: by the programs, and by indicators.sql over the same books. They must agree in every cell, of
// every office and of the department; and each figure must be the sum of the records that are shown for it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon, Person } from "../../packaging/demo/department.mjs";
import { bin, report, run, test, test_ports, ui, with_folder } from "./tap.mjs";

const kMonths = [["2025-05", 1], ["2025-03", 2], ["2025-01", 3]];
const kOffices = ["KZ-06", "KZ-06-02", "KZ-06-03", "KZ-06-05"];
const kCodes = ["1.1", "2.1", "3.1", "3.2", "4.1", "5.1", "7.2", "7.3"];
const script = readFileSync(new URL("indicators.sql", import.meta.url), "utf8");

// Ways to count wrongly: each must be noticed in at least one of the months, or the months prove nothing.
const kFaults = [
  ["the day of acceptance counts as working day", "AND day > date(", "AND day >= date("],
  ["a decision at its term is late", "decided <= due AS good", "decided < due AS good"],
  ["what an older register had is counted", "WHERE a.origin <> 'taken_on'", "WHERE 1"],
  ["a portal's request counts from its acceptance", "coalesce(p.received_at, a.accepted_at) / 1000", "a.accepted_at / 1000"],
  ["a withdrawal cures a delay", "coalesce(withdrawn <= due, 0)", "coalesce(withdrawn > 0, 0)"],
  ["what was withdrawn in time is late", "AND NOT coalesce(withdrawn <= due, 0)", ""],
  ["nobody works five days a week", "AND NOT (EXISTS (SELECT 1 FROM five_day", "AND NOT (0 AND EXISTS (SELECT 1 FROM five_day"],
  ["five days a week from the first day on", "date(first_day, '+14 days')", "date(first_day, '-1 month')"],
  ["Saturdays close at six", "WHEN 6 THEN 13", "WHEN 6 THEN 18"],
  ["a holiday is worked", "('2025-05-07', 0), ", ""],
  ["a moved holiday is worked", "('2025-03-24', 0), ", ""],
  ["a Sunday that is worked is none", "('2025-01-05', 18)", "('1999-01-05', 18)"],
  ["the month ends a day early", "due < ends", "due < ends - 86400000"],
  ["the month begins a millisecond late", "WHERE finished_at >= begins", "WHERE finished_at > begins"],
  ["the month ends a millisecond late", "finished_at < ends", "finished_at <= ends"],
  ["the day behind the month counts", "given_on < end_day", "given_on <= end_day"],
  ["a reopened complaint is still answered", "l.step IN ('answered', 'reopened')", "l.step = 'answered'"],
  ["every answer of a complaint counts", "AND NOT EXISTS (SELECT 1 FROM complaint_step l WHERE l.complaint_id = c.id AND l.id > s.id AND l.step IN ('answered', 'reopened'))", ""],
  ["complaints count for who received them", "c.about_office AS office", "c.office AS office"],
  ["a complaint that was not founded counts", "AND outcome = 'founded'", ""],
  ["15 minutes are too long a wait", "waited <= 900000", "waited < 900000"],
  ["who left soon was kept waiting", "(called OR waited > 900000)", "(called OR waited > 0)"],
  ["15 minutes are too long a service", "took <= 900000", "took < 900000"],
];

const next_month = (month) => {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
};

/** "office|code" → "count/of", by the script and nothing else. */
function by_script(database, month, informing, text = script) {
  const asked = `CREATE TEMP TABLE asked AS SELECT '${month}-01' AS first_day, '${next_month(month)}-01' AS end_day, ${Date.now()} AS now;`;
  const ended = spawnSync("sqlite3", ["-readonly", "-bail", database], { input: `${asked}\nCREATE TEMP VIEW informing AS ${informing};\n${text}`, encoding: "utf8" });
  assert.equal(ended.status, 0, ended.stderr);
  return new Map(ended.stdout.trim().split("\n").map((line) => line.split("|")).map(([office, code, count, of]) => [`${office} ${code}`, `${count}/${of}`]));
}

const kInforming = {
  hub: "SELECT 'KZ-06' || CASE office WHEN 0 THEN '' ELSE printf('-%02d', office) END AS office FROM node WHERE state IN ('active', 'superseded')",
  node: (code) => `SELECT '${code}' AS office`,
};

/** The same by the program: what its route answers, for one office or (null) all it knows. */
async function by_program(person, month, office = null) {
  const query = `from=${month}-01&until=${next_month(month)}-01${office ? `&office=${office}` : ""}`;
  const answer = await person.call("GET", `/api/v1/indicators?${query}`);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}
const cells = (office, figures) => figures.rows.map((row) => [`${office} ${row.code}`, `${row.count}/${row.of}`]);

/** Names of the cells in which two counts differ. */
const differences = (left, right) => [...left].filter(([cell, value]) => right.get(cell) !== value).map(([cell, value]) => `${cell}: ${value} and ${right.get(cell)}`);

async function records(person, month, code, office) {
  let counted = 0, of = 0, items = 0, cursor = "";
  const ids = new Set();
  do {
    const query = `from=${month}-01&until=${next_month(month)}-01${office ? `&office=${office}` : ""}${cursor ? `&cursor=${cursor}` : ""}`;
    const { status, body } = await person.call("GET", `/api/v1/indicators/${code}/records?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    for (const item of body.items) {
      counted += item.counted;
      of += item.of;
      items += 1;
      ids.add(`${item.kind} ${item.id}`);
      assert.ok(item.label && item.why && item.at && item.office, JSON.stringify(item));
    }
    cursor = body.next;
  } while (cursor);
  return { figure: `${counted}/${of}`, items, ids };
}

class Workplace {
  constructor(folder, ports) {
    Object.assign(this, { folder, bin, ui });
    const config = (daemon) => `data = "${daemon.data}"\nlisten = "127.0.0.1:${daemon.port}"\n`;
    this.hub = new Daemon(this, { name: "hub", program: "tirkeu-hub", code: "KZ-06", port: ports[0], config: (daemon) => `${config(daemon)}public_url = "${daemon.url}"\n` });
    this.nodes = kOffices.map((code, at) => new Daemon(this, { name: `node-${code}`, program: "tirkeu-node", code, port: ports[at + 1], config: (daemon) => `${config(daemon)}[hub]\nurl = "${this.hub.url}"\n[sync]\ninterval_s = 0\n` }));
  }
  get daemons() {
    return [this.hub, ...this.nodes];
  }
  async start() {
    this.hub.add_user("admin", "admin");
    for (const node of this.nodes) node.add_user("serik", "head");
    for (const daemon of this.daemons) await daemon.start();
    this.admin = await new Person(this.hub, "admin").login();
    this.heads = [];
    for (const node of this.nodes) this.heads.push(await new Person(node, "serik").login());
  }
  stop() {
    return Promise.all(this.daemons.map((daemon) => daemon.stop()));
  }
}

async function one_month(place, month, seen) {
  const hub_book = join(place.hub.data, "hub.db");
  const counted = new Map();
  await test(`${month}: the hub and the script agree in every cell of every office`, async () => {
    const expected = by_script(hub_book, month, kInforming.hub);
    const every = [...new Set([...expected.keys()].map((cell) => cell.split(" ")[0]))];
    for (const office of every) for (const [cell, value] of cells(office, await by_program(place.admin, month, office))) counted.set(cell, value);
    assert.equal(counted.size, expected.size);
    assert.deepEqual(differences(expected, counted), []);
  });
  await test(`${month}: the department is the sum of its offices`, async () => {
    const whole = await by_program(place.admin, month);
    assert.equal(whole.office, null);
    for (const row of whole.rows) {
      const parts = [...counted].filter(([cell]) => cell.endsWith(` ${row.code}`)).map(([, value]) => value.split("/").map(Number));
      assert.deepEqual([row.count, row.of], [0, 1].map((at) => parts.reduce((sum, part) => sum + part[at], 0)), row.code);
      if (row.code !== "3.2") assert.ok(row.of > 0 && row.count > 0, `${row.code} has something to count: ${row.count}/${row.of}`);
    }
  });
  for (const [at, node] of place.nodes.entries()) {
    await test(`${month}: ${node.code} and the script agree in every cell`, async () => {
      const expected = by_script(join(node.data, "node.db"), month, kInforming.node(node.code));
      const own = new Map(cells(node.code, await by_program(place.heads[at], month)));
      assert.equal(own.size, kCodes.length);
      assert.deepEqual(differences(own, expected), []);
    });
  }
  for (const fault of kFaults) {
    assert.ok(script.includes(fault[1]), `the script has no ${fault[1]}`);
    const wrong = by_script(hub_book, month, kInforming.hub, script.replace(fault[1], fault[2]));
    if (differences(counted, wrong).length > 0) seen.add(fault[0]);
  }
}

/** Beside the figures: what is behind them, the table, and the targets of the rule set that the hub issued. */
async function around_a_month(place, month) {
  await test("every figure of the department is the sum of its records, and of each record once", async () => {
    const whole = await by_program(place.admin, month);
    for (const row of whole.rows) {
      const behind = await records(place.admin, month, row.code, null);
      assert.equal(behind.figure, `${row.count}/${row.of}`, row.code);
      assert.equal(behind.ids.size, behind.items, row.code);
    }
  });
  await test("every figure of an office is the sum of its records", async () => {
    const own = await by_program(place.heads[2], month);
    for (const row of own.rows) assert.equal((await records(place.heads[2], month, row.code, null)).figure, `${row.count}/${row.of}`, row.code);
  });
  await test("targets that the hub issued stand beside the figures, at the hub and after a round at the office", async () => {
    for (const person of [place.admin, place.heads[1]]) {
      const { rows, rule_set } = await by_program(person, month);
      assert.equal(rule_set, `${month}-15`);
      const told = (code) => rows.filter((row) => row.code === code).map((row) => [row.normative, row.next_year])[0];
      assert.deepEqual(told("1.1"), [95, 97.5]);
      assert.deepEqual(told("2.1"), [null, null], "a target that nobody set is none");
    }
  });
  await test("next year's targets, issued now, arrive with the next round", async () => {
    const set = (await place.admin.call("GET", "/api/v1/rules")).body;
    const content = JSON.stringify({ ...set, id: "next-targets", valid_from: `${next_month(month)}-01`, targets: { [month.slice(0, 4)]: { "2.1": { normative: 80, next_year: 85 } } } });
    const issued = await place.admin.call("POST", "/api/v1/rules", { content }, { key: "targets-1" });
    assert.ok(issued.status === 200 || issued.status === 201, JSON.stringify(issued.body));
    const later = next_month(month);
    const target = async (person) => (await by_program(person, later)).rows.find((row) => row.code === "2.1").normative;
    assert.equal(await target(place.admin), 80);
    assert.equal(await target(place.heads[1]), null, "an office knows what its last round brought");
    run(place.nodes[1].program, ["sync", "--once", "--data", place.nodes[1].data]);
    assert.equal(await target(place.heads[1]), 80);
  });
  await test("the table in three languages has the same figures", async () => {
    const { rows } = await by_program(place.admin, month);
    const query = `from=${month}-01&until=${next_month(month)}-01&format=csv`;
    const tables = [];
    for (const language of ["kk", "ru", "en"]) {
      const reader = new Person(place.hub, "admin", undefined, language);
      await reader.login();
      const { body, headers } = await reader.call("GET", `/api/v1/indicators?${query}`);
      assert.match(headers.get("content-type"), /^text\/csv/);
      const lines = Buffer.from(body).toString("utf8").trim().split("\r\n");
      assert.equal(lines.length, rows.length + 1);
      lines.slice(1).forEach((line, at) => assert.ok(line.endsWith(`,"${rows[at].count}","${rows[at].of}"`), line));
      tables.push(lines[0]);
    }
    assert.equal(new Set(tables).size, 3);
  });
}

const seen = new Set();
for (const [month, seed] of kMonths) {
  await with_folder(async (folder) => {
    const made = run(join(bin, "tirkeu-month"), ["--folder", join(folder, "month"), "--month", month, "--seed", String(seed)]);
    report(`${month}: a month of four offices, seed ${seed}`, made.code === 0, made.err);
    if (made.code !== 0) return;
    const place = new Workplace(join(folder, "month"), await test_ports(kOffices.length + 1));
    try {
      await place.start();
      await one_month(place, month, seen);
      if (seed === 1) await around_a_month(place, month);
    } finally {
      await place.stop();
    }
  });
}
for (const [fault] of kFaults) report(`noticed: ${fault}`, seen.has(fault), "no month tells this way of counting from the right one");
