import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { read_check, read_status } from "../../src/api/read";
import { install_catalogues, text_in } from "../../src/i18n/i18n";
import { readings_of } from "../../src/node/StatusLine";
import { DraftKeeper } from "../../src/node/draft_keeper";
import { empty_form } from "../../src/record/form";

const read = (language: string) => Object.assign({}, ...["common", "record", "node"].map((area) => JSON.parse(readFileSync(`${process.cwd()}/src/i18n/messages/${area}.${language}.json`, "utf8"))));
install_catalogues({ kk: read("kk"), ru: read("ru"), en: read("en") });
const now = Date.parse("2026-11-23T12:00:00+05:00");
const lamps = (json: unknown) => Object.fromEntries(readings_of(read_status(json), text_in("en"), now).map((reading) => [reading.name, [reading.lamp, reading.value]]));

const well = {
  office: "KZ-06-02", state: "ok", sequence: 121, receipted: 121, unsent: 0, last_round_at: "2026-11-23T11:30:00+05:00", clock: "ok",
  index: { as_of: "2026-11-23T11:30:00+05:00", offices_seen: 7, offices_total: 7, missing: [] },
};

test("all is green only when the hub's receipts cover everything", () => {
  assert.ok(Object.values(lamps(well)).every(([lamp]) => lamp === "good"));
  const behind = lamps({ ...well, receipted: 118, unsent: 3 });
  assert.deepEqual(behind["Held by hub"], ["warn", "118 / 121"]);
  assert.deepEqual(behind["Unsent"], ["warn", "3"]);
});

test("what is not known is never shown as good", () => {
  const unknown = lamps({ office: "KZ-06-02", state: "ok" });
  assert.ok(Object.values(unknown).every(([lamp]) => lamp === "off"), JSON.stringify(unknown));
  assert.deepEqual(lamps({ ...well, last_round_at: null })["Last round"], ["off", "never"]);
});

test("missing offices, old knowledge, a doubtful clock and a stopped node are told", () => {
  assert.equal(lamps({ ...well, index: { ...well.index, offices_seen: 6, missing: ["KZ-06-05"] } })["Index"]![0], "warn");
  assert.equal(lamps({ ...well, last_round_at: "2026-11-21T11:30:00+05:00" })["Last round"]![0], "warn");
  assert.equal(lamps({ ...well, clock: "jumped" })["Clock"]![0], "warn");
  assert.equal(lamps({ ...well, state: "rewound" })["Node"]![0], "bad");
  assert.deepEqual(lamps({ ...well, last_error: "no route" })["Last error"], ["warn", "no route"]);
});

test("the answer to a check is read with hits and horizon, from a list or a single first", () => {
  const first = { office: "KZ-06-02", office_name: "Жылыой", ticket_number: "T", accepted_on: "2026-11-20", phones: "5-17-22; 5-17-23" };
  assert.deepEqual(read_check({ hits: [first] }).hits[0]!.phones, ["5-17-22", "5-17-23"]);
  assert.equal(read_check({ first }).hits[0]!.ticket_number, "T");
  assert.equal(read_check({}).hits.length, 0);
});

test("drafts: saves never overlap, the newest form wins, nothing is saved after the draft is dropped", async () => {
  const saved: string[] = [];
  let release: (() => void) | undefined;
  const keeper = new DraftKeeper("slot", (_, body) => new Promise<void>((done) => {
    saved.push((body as { documents: string[] }).documents.join());
    release = () => done();
  }), async () => undefined);
  const form = (mark: string) => ({ ...empty_form(), documents: [mark] });
  keeper.changed(form("1"));
  const flushed = keeper.flush();
  keeper.changed(form("2"));
  keeper.changed(form("3"));
  keeper.left();
  assert.deepEqual(saved, ["1"]);
  release!();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(saved, ["1", "3"]);
  release!();
  await flushed;
  assert.equal(keeper.state.get().kind, "saved");
  await keeper.drop();
  keeper.changed(form("4"));
  await keeper.flush();
  assert.deepEqual(saved, ["1", "3"]);
});

test("a draft that could not be saved says so and keeps the form for the next try", async () => {
  let works = false;
  const saved: unknown[] = [];
  const keeper = new DraftKeeper("slot", async (_, body) => {
    if (!works) throw new Error("no answer");
    saved.push(body);
  }, async () => undefined);
  keeper.changed(empty_form("KZ-06-02"));
  await keeper.flush();
  assert.equal(keeper.state.get().kind, "failed");
  works = true;
  await keeper.flush();
  assert.equal(saved.length, 1);
  keeper.close();
});
