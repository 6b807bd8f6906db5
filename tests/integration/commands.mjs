#!/usr/bin/env node
// Every command of both programs, with the daemon running and without it: what it prints, how it ends, what it leaves behind.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Person, kPassword } from "../../packaging/demo/department.mjs";
import { yilmaz } from "../../packaging/demo/people.mjs";
import { hub_program, node_program, report, run, test, with_department } from "./tap.mjs";

const kOther = "seven lamps over the quiet steppe";
const programs = { "tirkeu-hub": hub_program, "tirkeu-node": node_program };
const mode_of = (file) => (statSync(file).mode & 0o777).toString(8);
const one_line = (text) => assert.match(text, /^[^\n]+\n$/, `one line on stderr: ${JSON.stringify(text)}`);

/** Runs `daemon`'s program on its data folder; must end with `code`. */
function on(daemon, words, { code = 0, ...options } = {}) {
  const ended = run(daemon.program, [...words, "--data", daemon.data], options);
  assert.equal(ended.code, code, `${words.join(" ")} ended with ${ended.code}\n${ended.out}${ended.err}`);
  if (code !== 0) one_line(ended.err);
  return ended;
}
const json = (daemon, words, options) => JSON.parse(on(daemon, [...words, "--json"], options).out);

async function usage() {
  for (const [name, program] of Object.entries(programs)) {
    await test(`${name} --version`, () => assert.match(run(program, ["--version"]).out, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+`)));
    await test(`${name} --help names its commands, in three languages`, () => {
      const pages = ["C.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8"].map((locale) => run(program, ["--help"], { environment: { LC_ALL: locale } }));
      for (const page of pages) {
        assert.equal(page.code, 0);
        for (const command of ["init", "serve", "status", "verify", "backup", "restore", "user", "check-config"]) assert.ok(page.out.includes(command), command);
      }
      assert.equal(new Set(pages.map((page) => page.out)).size, 3);
    });
    for (const words of [[], ["nonsense"], ["status", "--nonsense"], ["backup", "--data", "x"], ["user", "add", "--data", "x"], ["user", "--data", "x"]]) {
      await test(`${name} ${words.join(" ")}: wrong usage is 2`, () => {
        const ended = run(program, words);
        assert.equal(ended.code, 2, ended.err);
        one_line(ended.err);
      });
    }
    await test(`${name}: a password on the command line is no option`, () => assert.equal(run(program, ["user", "add", "x", "--role", "clerk", "--password", "y", "--data", "x"]).code, 2));
    await test(`${name}: a data folder that is not there is 1, and stays away`, () => {
      const ended = run(program, ["status", "--data", "/nonexistent/tirkeu"]);
      assert.equal(ended.code, 1);
      one_line(ended.err);
      assert.equal(existsSync("/nonexistent"), false);
    });
  }
}

/** check-config: the effective settings, or each complaint with file and line. */
async function settings(folder) {
  for (const [name, program] of Object.entries(programs)) {
    const file = join(folder, `${name}.toml`);
    const check = (text, at = ["check-config", "--config", file]) => {
      writeFileSync(file, text);
      return run(program, at);
    };
    await test(`${name} check-config prints what is in force, and reads its own print`, () => {
      const printed = check('data = "/var/x"\nlisten = "127.0.0.1:9999"\n');
      assert.equal(printed.code, 0, printed.err);
      assert.match(printed.out, /listen = ['"]127\.0\.0\.1:9999['"]/);
      assert.match(printed.out, /uncertainty_s = 60/);
      assert.equal(check(printed.out).out, printed.out);
    });
    await test(`${name} --config may stand before the command too`, () => assert.equal(check('data = "/var/x"\n', ["--config", file, "check-config"]).code, 0));
    for (const [what, text, line, word] of [
      ["an unknown key", 'data = "x"\nlistn = "127.0.0.1:1"\n', 2, "listn"],
      ["a number out of range", 'data = "x"\n[clock]\nuncertainty_s = 0\n', 3, "clock.uncertainty_s"],
      ["an address without a port", 'data = "x"\nlisten = "127.0.0.1"\n', 2, "listen"],
      ["no TOML", 'data = "x"\nlisten = \n', 2, ""],
      ["half a key pair", 'data = "x"\n[tls]\nkey = "k.pem"\n', 3, "tls"],
    ]) {
      await test(`${name} check-config: ${what} is named with file and line`, () => {
        const ended = check(text);
        assert.equal(ended.code, 1);
        assert.ok(ended.err.includes(`${file}:${line}: `) && ended.err.includes(word), ended.err);
      });
      await test(`${name} serve refuses ${what} too`, () => assert.equal(run(program, ["serve", "--config", file]).code, 1));
    }
  }
}

const kNodeStatus = ["office", "incarnation", "sequence", "receipted", "unsent", "last_round_at", "index", "clock", "state"];

/** What must hold whether the daemon runs or not; `so` says which. */
async function node_commands(department, so) {
  const [node, other] = department.nodes;
  const named = (what) => `node, ${so}: ${what}`;
  await test(named("status --json has the promised members"), () => {
    const status = json(node, ["status"]);
    for (const member of kNodeStatus) assert.ok(member in status, member);
    assert.equal(status.office, "KZ-06-02");
    assert.equal(status.state, "ok");
    for (const member of ["as_of", "offices_seen", "offices_total"]) assert.ok(member in status.index, member);
    assert.equal(status.unsent, status.sequence - status.receipted);
  });
  await test(named("status for people, in Kazakh and Russian"), () => {
    const texts = ["kk_KZ.UTF-8", "ru_RU.UTF-8"].map((locale) => on(node, ["status"], { environment: { LC_ALL: locale } }).out);
    assert.ok(texts.every((text) => text.includes("KZ-06-02")) && texts[0] !== texts[1]);
  });
  await test(named("verify is in order"), () => {
    const report = json(node, ["verify"]);
    assert.equal(report.result, "ok");
    // Its own log and what came from the hub; each own entry is signed.
    assert.ok(report.entries > json(node, ["status"]).sequence, JSON.stringify(report));
    assert.ok(report.signatures >= json(node, ["status"]).sequence && report.rows > 0, JSON.stringify(report));
  });
  await test(named("export, import at the hub, import of the answer"), () => {
    const up = join(department.folder, `${so}-up.bundle`), answers = join(department.folder, `${so}-answers`);
    on(node, ["export", up]);
    on(department.hub, ["import", up, "--out", answers]);
    on(node, ["import", ...readdirSync(answers).map((name) => join(answers, name))]);
    assert.equal(json(node, ["status"]).unsent, 0);
    // The same stick once more is nothing new and no fault; the stick of another office is passed over and named.
    on(node, ["import", ...readdirSync(answers).map((name) => join(answers, name))]);
    assert.match(on(other, ["import", ...readdirSync(answers).map((name) => join(answers, name))], { code: 1 }).err, /none of these files/);
  });
  await test(named("import of something else is 1 and changes nothing"), () => {
    const before = json(node, ["status"]);
    const file = join(department.folder, "noise");
    writeFileSync(file, "no bundle at all");
    on(node, ["import", file], { code: 1 });
    on(node, ["import", join(department.folder, "missing")], { code: 1 });
    assert.deepEqual({ ...json(node, ["status"]), disk_free_bytes: 0, disk_free_mb: 0 }, { ...before, disk_free_bytes: 0, disk_free_mb: 0 });
  });
  await test(named("backup writes one file for its owner alone, and no second time over it"), () => {
    const file = join(department.folder, `${so}.backup`);
    on(node, ["backup", file]);
    assert.equal(mode_of(file), "600");
    on(node, ["backup", file], { code: 1 });
  });
  await users(node, "clerk", so);
}

async function hub_commands(department, so) {
  const { hub } = department;
  const named = (what) => `hub, ${so}: ${what}`;
  await test(named("offices --json is every office of the department and its own counter"), () => {
    const offices = json(hub, ["offices"]);
    assert.ok(Array.isArray(offices) && offices.length > 5);
    assert.deepEqual(offices.filter((office) => office.kind === "department").map((office) => office.code), ["KZ-06"]);
    for (const office of offices) for (const member of ["code", "kind", "name_kk", "address_kk", "secretariat_phones", "migration_phones", "state", "incarnation", "last_seen_at", "last_sequence_held", "lag_s", "pending"]) assert.ok(member in office, `${office.code} ${member}`);
    assert.equal(offices.find((office) => office.code === "KZ-06-02").state, "active");
  });
  await test(named("status --json"), () => {
    const status = json(hub, ["status"]);
    assert.equal(status.department, "KZ-06");
    assert.equal(status.applications, 1);
  });
  await test(named("verify is in order"), () => assert.equal(json(hub, ["verify"]).result, "ok"));
  await test(named("enrol writes a file for its owner alone; an office elsewhere is wrong usage"), () => {
    const file = join(department.folder, `${so}.enrolment`);
    on(hub, ["enrol", "KZ-06-04", "--out", file]);
    assert.equal(mode_of(file), "600");
    on(hub, ["enrol", "KZ-06-04", "--out", file], { code: 1 });
    for (const code of ["KZ-06-99", "KZ-07-01", "nonsense"]) on(hub, ["enrol", code, "--out", join(department.folder, "never")], { code: 2 });
    assert.equal(existsSync(join(department.folder, "never")), false);
  });
  await test(named("approve and revoke of what is not there say so"), () => {
    on(hub, ["approve", "KZ-06-02", "ABCD-EFGH"], { code: 1 });
    on(hub, ["revoke", "KZ-06-05", "--reason", "never enrolled"], { code: 1 });
    assert.equal(run(hub.program, ["revoke", "KZ-06-02", "--data", hub.data]).code, 2, "a revocation needs its reason");
  });
  await test(named("backup writes the copy and its keys for their owner alone"), () => {
    const file = join(department.folder, `${so}-hub.backup`);
    on(hub, ["backup", file]);
    assert.deepEqual([mode_of(file), mode_of(`${file}.keys`)], ["600", "600"]);
    on(hub, ["backup", file], { code: 1 });
  });
  await users(hub, "auditor", so);
}

async function users(daemon, role, so) {
  const name = `saule_${so === "with daemon" ? "a" : "b"}`;
  const named = (what) => `${daemon.name}, ${so}: user ${what}`;
  const listed = () => json(daemon, ["user", "list"]).find((user) => user.name === name);
  await test(named("add takes the password from stdin"), () => {
    on(daemon, ["user", "add", name, "--role", role, "--password-file", "-"], { input: `${kPassword} one\n` });
    assert.equal(listed().role, role);
    on(daemon, ["user", "add", name, "--role", role, "--password-file", "-"], { input: `${kPassword} one\n`, code: 1 });
  });
  await test(named("passwd takes it from a file"), () => {
    const file = join(daemon.department.folder, "password");
    writeFileSync(file, `${kOther}\n`);
    on(daemon, ["user", "passwd", name, "--password-file", file]);
    on(daemon, ["user", "passwd", "nobody", "--password-file", file], { code: 1 });
  });
  await test(named("refuses weak passwords, unknown roles and unusable names"), () => {
    on(daemon, ["user", "add", "weak", "--role", role, "--password-file", "-"], { input: "12345\n", code: 1 });
    on(daemon, ["user", "add", "weak", "--role", "king", "--password-file", "-"], { input: `${kPassword}\n`, code: 2 });
    on(daemon, ["user", "add", "no name", "--role", role, "--password-file", "-"], { input: `${kPassword}\n`, code: 1 });
    assert.equal(json(daemon, ["user", "list"]).some((user) => user.name === "weak"), false);
  });
  if (daemon.running) {
    await test(named("passwd holds: the new password opens, the old one does not"), async () => {
      await new Person(daemon, name, kOther).login();
      await assert.rejects(new Person(daemon, name, `${kPassword} one`).login(), / 401 /);
    });
  }
  await test(named("disable closes the account, enable opens it"), async () => {
    on(daemon, ["user", "disable", name]);
    assert.equal(listed().state, "disabled");
    if (daemon.running) await assert.rejects(new Person(daemon, name, kOther).login(), / 401 /);
    on(daemon, ["user", "enable", name]);
    assert.equal(listed().state, "active");
    on(daemon, ["user", "disable", "nobody"], { code: 1 });
  });
}

/** Changes a byte where a pattern stands last in a file. A pattern that stands in the book and its log alone: what a hub computes for
 *  matching people is made anew from the book at any time, and verify does not look at it. */
function flip_last(file, pattern) {
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf(pattern);
  assert.ok(at >= 0, `${pattern} is in ${file}`);
  const descriptor = openSync(file, "r+");
  const one = Buffer.alloc(1);
  readSync(descriptor, one, 0, 1, at + 1);
  one[0] ^= 0x01;
  writeSync(descriptor, one, 0, 1, at + 1);
}

/** A copy of a stopped daemon's folder. */
function copy_of(daemon, name) {
  const copy = join(daemon.department.folder, name);
  mkdirSync(copy, { mode: 0o700 });
  for (const file of readdirSync(daemon.data)) if (statSync(join(daemon.data, file)).isFile()) copyFileSync(join(daemon.data, file), join(copy, file));
  return copy;
}

async function damage(department) {
  for (const daemon of [department.nodes[0], department.hub]) {
    await test(`${daemon.name}: verify ends with 1 when one letter of a record is another`, () => {
      const copy = copy_of(daemon, `${daemon.name}-flipped`);
      assert.equal(run(daemon.program, ["verify", "--data", copy]).code, 0);
      flip_last(join(copy, readdirSync(copy).find((name) => name.endsWith(".db"))), "Бейнеу");
      const ended = run(daemon.program, ["verify", "--data", copy]);
      assert.equal(ended.code, 1, ended.out);
      one_line(ended.err);
    });
  }
}

async function restored(department) {
  const [node] = department.nodes;
  await test("node: restore brings the book back, marked, and writes nothing more", async () => {
    const data = join(department.folder, "restored");
    assert.equal(run(node_program, ["restore", join(department.folder, "without daemon.backup"), "--data", data]).code, 0);
    const status = JSON.parse(run(node_program, ["status", "--json", "--data", data]).out);
    assert.equal(status.state, "restored");
    assert.equal(run(node_program, ["verify", "--data", data]).code, 0);
    assert.equal(run(node_program, ["restore", join(department.folder, "noise"), "--data", join(department.folder, "never")]).code, 1);
    assert.equal(run(node_program, ["restore", join(department.folder, "without daemon.backup"), "--data", node.data]).code, 1, "not over an existing one");
  });
  await test("hub: restore brings everything back, and not over an existing one", () => {
    const data = join(department.folder, "restored-hub");
    const backup = join(department.folder, "without daemon-hub.backup");
    assert.equal(run(hub_program, ["restore", backup, "--data", data]).code, 0);
    assert.equal(JSON.parse(run(hub_program, ["status", "--json", "--data", data]).out).applications, 1);
    assert.equal(run(hub_program, ["verify", "--data", data]).code, 0);
    assert.equal(run(hub_program, ["restore", backup, "--data", department.hub.data]).code, 1);
  });
}

await usage();
await with_department({}, async (department) => {
  const [node] = department.nodes;
  await settings(department.folder);
  await department.start();
  const clerk = await new Person(node, "aigul").login();
  const accepted = await clerk.call("POST", "/api/v1/applications", yilmaz("KZ-06-02"));
  report("an application to look at is accepted", accepted.status === 201, JSON.stringify(accepted.body));
  for (const daemon of department.daemons) daemon.code !== "KZ-06" && daemon.run(["sync", "--once", "--data", daemon.data]);
  for (const daemon of department.daemons) {
    await test(`${daemon.name}: folder, keys and control socket are their owner's alone`, () => {
      assert.equal(mode_of(daemon.data), "700");
      assert.equal(mode_of(join(daemon.data, "control.sock")), "600");
      for (const file of readdirSync(daemon.data).filter((name) => /\.(db|keys|key|root)$/.test(name))) assert.equal(mode_of(join(daemon.data, file)), "600", file);
    });
    await test(`${daemon.name}: a second daemon on the same folder is refused`, () => assert.equal(run(daemon.program, ["serve", "--config", daemon.config]).code, 1));
    await test(`${daemon.name}: no password in its command line or environment`, () => {
      for (const place of ["cmdline", "environ"]) assert.equal(readFileSync(`/proc/${daemon.process.pid}/${place}`, "utf8").includes(kPassword), false);
    });
  }
  await node_commands(department, "with daemon");
  await hub_commands(department, "with daemon");
  await test("node, with daemon: sync without a hub is 1 and says that work goes on", async () => {
    await department.hub.stop();
    assert.match(on(node, ["sync", "--once"], { code: 1 }).err, /hub cannot be reached/);
  });
  await department.stop();
  await node_commands(department, "without daemon");
  await hub_commands(department, "without daemon");
  await damage(department);
  await restored(department);
  await test("hub: revoke, and the node learns it: its round fails, and says why", async () => {
    on(department.hub, ["revoke", "KZ-06-02", "--reason", "stolen"]);
    await department.hub.start();
    on(node, ["sync", "--once"], { code: 1 });
    assert.equal(json(node, ["status"]).state, "revoked");
    assert.equal(json(department.hub, ["offices"]).find((office) => office.code === "KZ-06-02").state, "revoked");
  });
});
