// The main job without a person: two offices without a line accept the same foreigner, lose power, sync by two roads, and
// learn the verdict. Each step is checked; the story ends well only if all of them came out right.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Department, Person, free_ports } from "./department.mjs";
import { application, yilmaz } from "./people.mjs";
import { word } from "./words.mjs";

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** A healthy clock may be a second off in this story, so that two acceptances three seconds apart can be ordered. */
const kUncertainty = 1;
const kApart_ms = 4000;

/** The steps of one telling, handed to the listener as each of them happens. */
class Steps {
  constructor(places, listener, title) {
    Object.assign(this, { places, listener });
    listener.begins(title);
  }

  check(happened, expected, right) {
    this.listener.step({ happened, expected, right });
  }
}

/** Where libfaketime is, for the one node whose clock must lie; the programs themselves know no such switch. */
function faketime(days) {
  try {
    const library = execFileSync("sh", ["-c", "ls /usr/lib/*/faketime/libfaketime.so.1"], { encoding: "utf8" }).trim().split("\n")[0];
    return { LD_PRELOAD: library, FAKETIME: `+${days}d`, FAKETIME_DONT_FAKE_MONOTONIC: "1", FAKETIME_NO_CACHE: "1" };
  } catch {
    throw new Error(word.faketime);
  }
}

async function make(places, environments = {}) {
  const folder = mkdtempSync(join(tmpdir(), "tirkeu-story-"));
  const department = new Department({ folder, ...places, ports: await free_ports(3), environments });
  const write = department.hub.settings;
  department.hub.settings = (daemon) => `${write(daemon)}[clock]\nuncertainty_s = ${kUncertainty}\n`;
  department.make();
  return department;
}

const sync = (node) => node.run(["sync", "--once", "--data", node.data]);

/** One round over a file: export, import at the hub, the answer back. */
function carry(department, node, number) {
  const up = join(department.folder, `${node.name}-${number}.bundle`);
  const answers = join(department.folder, `answers-${node.name}-${number}`);
  node.run(["export", up, "--data", node.data]);
  department.hub.run(["import", up, "--out", answers, "--data", department.hub.data]);
  node.run(["import", ...readdirSync(answers).map((name) => join(answers, name)), "--data", node.data]);
}

const by_ticket = async (person, ticket) => (await person.call("GET", `/api/v1/applications?q=${encodeURIComponent(ticket)}`)).body.items[0];
const detail = async (person, id) => (await person.call("GET", `/api/v1/applications/${id}`)).body;
const say = (answer) => `${answer.status} ${answer.body?.error?.code ?? answer.body?.ticket_number ?? ""}`.trim();

/** Both offices accept YILMAZ while the hub is stopped; the office 02 first. Returns both applications as answered. */
async function accept_twice(steps, first_node, second_node) {
  const first = await (await new Person(first_node, "aigul").login()).call("POST", "/api/v1/applications", { ...yilmaz(first_node.code), migration_card: card(-6) });
  steps.check(`${first_node.code}: ${say(first)}`, "accepted without a hub (201)", first.status === 201);
  await wait(kApart_ms);
  const second = await (await new Person(second_node, "aigul").login()).call("POST", "/api/v1/applications", { ...yilmaz(second_node.code), migration_card: card(-6) });
  steps.check(`${second_node.code}: ${say(second)}`, "accepted without a hub (201)", second.status === 201);
  return [first.body, second.body];
}
const card = (entered, number = "1234567") => ({ ...application({ card: number, entered, surname: "", given: "", state: "TUR", number: "", birth: "" }).migration_card });

async function tell_main(steps) {
  const department = await make(steps.places);
  const [a, b] = department.nodes;
  try {
    await a.start();
    await b.start();
    const [first, second] = await accept_twice(steps, a, b);
    await Promise.all([a.kill(), b.kill()]);
    await a.start();
    await b.start();
    const clerk_a = await new Person(a, "aigul").login();
    const clerk_b = await new Person(b, "aigul").login();
    for (const [node, clerk, accepted] of [[a, clerk_a, first], [b, clerk_b, second]]) {
      const kept = await by_ticket(clerk, accepted.ticket_number);
      steps.check(`${node.code}: SIGKILL, ${kept?.ticket_number ?? "-"} ${kept?.confirmation ?? ""}`, "the book is right after the power cut", kept?.id === accepted.id && kept.confirmation === "pending");
    }
    await department.hub.start();
    sync(a);
    carry(department, b, 1);
    sync(a);
    await check_verdicts(steps, department, clerk_a, clerk_b, first, second);
    await check_offline_again(steps, department, a, b, clerk_a, clerk_b, first);
    await check_despite(steps, department, b, clerk_b);
    for (const daemon of department.daemons) steps.check(`${daemon.name}: ${verify(daemon)}`, "verify: ok", verify(daemon) === "ok");
    const codes = await Promise.all(department.daemons.map((daemon) => daemon.stop()));
    steps.check(`SIGTERM: ${codes.join(", ")}`, "exit 0, 0, 0", codes.every((code) => code === 0));
  } finally {
    await department.stop();
    rmSync(department.folder, { recursive: true, force: true });
  }
}

function verify(daemon) {
  try {
    return JSON.parse(daemon.run(["verify", "--json", "--data", daemon.data])).result;
  } catch (error) {
    return String(error.stderr ?? error);
  }
}

async function check_verdicts(steps, department, clerk_a, clerk_b, first, second) {
  const admin = await new Person(department.hub, "admin").login();
  const all = (await admin.call("GET", "/api/v1/applications?q=YILMAZ")).body.items;
  const confirmed = all.filter((item) => item.confirmation === "confirmed");
  steps.check(`KZ-06: ${all.map((item) => `${item.office} ${item.confirmation}`).join(", ")}`, "exactly one confirmed, the first", confirmed.length === 1 && confirmed[0].id === first.id && all.length === 2);
  const here = await detail(clerk_a, first.id);
  steps.check(`${clerk_a.daemon.code}: ${here.confirmation}, ${here.verdict?.grade}`, "the first office reads: confirmed", here.confirmation === "confirmed");
  const there = await detail(clerk_b, second.id);
  const named = there.verdict?.first;
  steps.check(`${clerk_b.daemon.code}: ${there.confirmation}; ${named?.office} ${named?.ticket_number} ${named?.accepted_at}`, "the other reads: annulled, with office, ticket and time of the first",
    there.confirmation === "annulled" && named?.office === first.ticket_number.slice(0, 8) && named?.ticket_number === first.ticket_number && Date.parse(named?.accepted_at) === Date.parse(first.accepted_at));
  steps.check(`“${there.verdict?.reason}”`, "the verdict is in words", (there.verdict?.reason ?? "").includes(first.ticket_number));
}

async function check_offline_again(steps, department, a, b, clerk_a, clerk_b, first) {
  // Somebody who turned to the office 02 only: the office 03 knows of him through the index alone.
  const other = (office, entered = -2, number = "7654321") => application({ surname: "KAYA", given: "EMRE", state: "TUR", number: "U98765432", birth: "1990-01-05", card: number, entered, office, locality: "Құлсары" });
  const known = await clerk_a.call("POST", "/api/v1/applications", other(a.code));
  sync(a);
  await wait(500);
  sync(b);
  await department.hub.stop();
  const own = await clerk_a.call("POST", "/api/v1/applications", { ...yilmaz(a.code), migration_card: card(-6) });
  steps.check(`${a.code}: ${say(own)}`, "third attempt, hub stopped: 409 from the own book", own.status === 409 && own.body.error.code === "already_applied_here");
  const verdict = await clerk_b.call("POST", "/api/v1/applications", { ...yilmaz(b.code), migration_card: card(-6) });
  steps.check(`${b.code}: ${say(verdict)}, ${verdict.body.error?.first?.ticket_number}`, "third attempt, hub stopped: 409 that names the first", verdict.status === 409 && verdict.body.error.first?.ticket_number === first.ticket_number);
  const index = await clerk_b.call("POST", "/api/v1/applications", other(b.code));
  steps.check(`${b.code}: ${say(index)}, ${index.body.error?.first?.ticket_number}`, "known from the index only, hub stopped: 409", index.status === 409 && index.body.error.code === "first_application_elsewhere" && index.body.error.first?.ticket_number === known.body.ticket_number);
  const anew = await clerk_b.call("POST", "/api/v1/applications", { ...yilmaz(b.code), migration_card: card(-1, "7777777") });
  steps.check(`${b.code}: ${say(anew)}`, "same passport, new card and entry, hub stopped: accepted (201)", anew.status === 201);
  const despite = await clerk_b.call("POST", "/api/v1/applications", { ...other(b.code), despite: { reason: "Another person: the photograph differs" } });
  steps.check(`${b.code}: ${say(despite)}`, "a hit answered with a reason: accepted (201)", despite.status === 201);
  department.despite = despite.body;
}

async function check_despite(steps, department, b, clerk_b) {
  await department.hub.start();
  sync(b);
  const admin = await new Person(department.hub, "admin").login();
  const open = (await admin.call("GET", "/api/v1/duplicates?state=open")).body.items;
  const listed = open.some((item) => item.claims.some((claim) => claim.application_id === department.despite.id));
  const here = await detail(clerk_b, department.despite.id);
  steps.check(`${b.code}: ${here.confirmation}; KZ-06: ${open.length}`, "it is put to review and listed at the hub", here.confirmation === "review" && listed);
}

/** Both accept, then sync in the order given; the outcome as [first's confirmation, second's]. */
async function tell_order(steps, { swapped = false, environments = {}, expected, outcome }) {
  const department = await make(steps.places, environments);
  const [a, b] = department.nodes;
  try {
    await a.start();
    await b.start();
    const [first, second] = await accept_twice(steps, a, b);
    await department.hub.start();
    if (swapped) sync(b);
    carry(department, a, 1);
    sync(b);
    sync(a);
    const here = await detail(await new Person(a, "aigul").login(), first.id);
    const there = await detail(await new Person(b, "aigul").login(), second.id);
    steps.check(`${a.code}: ${here.confirmation}, ${b.code}: ${there.confirmation} (${there.verdict?.grade})`, expected, outcome(here, there));
  } finally {
    await department.stop();
    rmSync(department.folder, { recursive: true, force: true });
  }
}

/**
 * Tells it all with the programs and screens of `places` ({bin, ui}). The listener hears `begins(title)` before each telling and
 * `step({happened, expected, right})` as each step has happened.
 */
export async function tell_story(places, listener) {
  const steps = (title) => new Steps(places, listener, title);
  await tell_main(steps("KZ-06-02 → HTTP, KZ-06-03 → file"));
  await tell_order(steps("KZ-06-03 → HTTP, KZ-06-02 → file"), {
    swapped: true, expected: "the same result with the order of syncs swapped",
    outcome: (here, there) => here.confirmation === "confirmed" && there.confirmation === "annulled",
  });
  await tell_order(steps("KZ-06-03: clock + 1 year"), {
    environments: { "KZ-06-03": faketime(365) }, expected: "review instead of a decision",
    outcome: (here, there) => here.confirmation === "review" && there.confirmation === "review",
  });
}
