import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Complaint } from "../../src/api/review";
import type { Visit } from "../../src/api/day";
import { add_days, month_of, today, year_of } from "../../src/base/period";
import * as edit from "../../src/hub/rule_edit";
import { missing_year } from "../../src/hub/HubStatus";
import { decode_table, empty_table, table_of_problems } from "../../src/node/take_over_file";
import { visit_at_counter } from "../../src/node/serving";
import { begin_with, copy_family, remember_family, take_beginning } from "../../src/node/family";
import { empty_form, form_of_draft } from "../../src/record/form";
import { groups_of, show_percent } from "../../src/review/IndicatorsPage";
import { body_of_complaint, in_order, is_overdue, kEmptyComplaint, missing_fields, possible_steps } from "../../src/review/complaint_rules";

const rules = JSON.parse(readFileSync(`${process.cwd()}/../schema/rules/2013-07-23.json`, "utf8")) as Record<string, unknown>;

test("months join without a gap, over the end of a year and of February", () => {
  assert.deepEqual(month_of("2026-11-23"), { from: "2026-11-01", until: "2026-12-01" });
  assert.deepEqual(month_of("2026-11-23", 2), { from: "2027-01-01", until: "2027-02-01" });
  assert.deepEqual(month_of("2028-01-31", 1), { from: "2028-02-01", until: "2028-03-01" });
  assert.equal(add_days("2028-03-01", -1), "2028-02-29");
  assert.deepEqual(year_of("2026-11-23"), { from: "2026-01-01", until: "2027-01-01" });
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

const complaint = (id: string, state: string, due_on: string, received_at: string, steps: string[] = []): Complaint =>
  ({ ...body_of_complaint(kEmptyComplaint), id, number: id, office: "KZ-06-02", received_at, accepted_by: "aigul", due_on, state, outcome: null, steps: steps.map((step) => ({ step, at: "", official: "", due_on: null, outcome: null, text: "" })) });

test("open complaints stand before answered ones, the day of the answer first", () => {
  const items = [complaint("a", "answered", "2026-11-01", "2026-10-15"), complaint("b", "received", "2026-12-08", "2026-11-23"), complaint("c", "taken_up", "2026-11-20", "2026-11-05"), complaint("d", "answered", "2026-11-02", "2026-10-20")];
  assert.deepEqual(in_order(items).map((each) => each.id), ["c", "b", "d", "a"]);
});

test("a complaint is overdue after its day, never on it, and not once it is answered; the hub's own word goes before", () => {
  assert.equal(is_overdue(complaint("a", "received", "2026-11-23", ""), "2026-11-23"), false);
  assert.equal(is_overdue(complaint("a", "received", "2026-11-23", ""), "2026-11-24"), true);
  assert.equal(is_overdue(complaint("a", "answered", "2026-11-23", ""), "2026-12-24"), false);
  assert.equal(is_overdue({ ...complaint("a", "received", "2026-11-23", ""), overdue: true }, "2026-11-01"), true);
});

test("a term is extended once, an answered complaint can only be reopened", () => {
  assert.deepEqual(possible_steps(complaint("a", "received", "", "")), ["taken_up", "extended", "answered"]);
  assert.deepEqual(possible_steps(complaint("a", "extended", "", "", ["taken_up", "extended"])), ["answered"]);
  assert.deepEqual(possible_steps(complaint("a", "answered", "", "", ["answered"])), ["reopened"]);
});

test("an organisation's complaint needs its outgoing number and date (cl. 24), a person's does not", () => {
  assert.deepEqual(missing_fields(kEmptyComplaint), ["name", "postal_address", "text"]);
  const organisation = { ...kEmptyComplaint, kind: "organisation", name: "ТОО Индер", postal_address: "Индербор", text: "…", outgoing_number: "17", outgoing_date: "31.11.2026" };
  assert.deepEqual(missing_fields(organisation), ["outgoing_date"]);
  assert.deepEqual(missing_fields({ ...organisation, outgoing_date: "20112026" }), []);
  assert.equal(body_of_complaint({ ...organisation, outgoing_date: "20112026", patronymic: "x" }).outgoing_date, "2026-11-20");
  assert.equal(body_of_complaint({ ...organisation, patronymic: "x" }).patronymic, null);
});

const visit = (id: string, purpose = "application"): Visit => ({ id, number: 1, purpose, arrived_at: "", called_at: "", skipped: 0, outside_hours: false, waiting_min: 0 });

test("whoever was called from this page is served; a single one by himself; among several nobody is guessed", () => {
  assert.equal(visit_at_counter([visit("1"), visit("2")], "2")?.id, "2");
  assert.equal(visit_at_counter([visit("1"), visit("2")], undefined), undefined);
  assert.equal(visit_at_counter([visit("1"), visit("2", "question")], undefined)?.id, "1");
  assert.equal(visit_at_counter([visit("1")], ""), undefined);
  assert.equal(visit_at_counter([visit("2", "collection")], undefined), undefined);
});

test("members of a family share host and term, and name the first application, whichever came last", () => {
  const first = empty_form("KZ-06-02");
  first.fields["host.name"] = "ТОО Индер";
  first.fields["applicant.surname"] = "YILMAZ";
  remember_family(first, { id: "1", ticket_number: "T-1" });
  const second = copy_family(empty_form("KZ-06-02"))!;
  assert.equal(second.fields["host.name"], "ТОО Индер");
  assert.equal(second.fields["applicant.surname"], "");
  assert.equal(second.filing?.id, "1");
  remember_family(second, { id: "2", ticket_number: "T-2" });
  assert.equal(copy_family(empty_form())?.filing?.id, "1");
  begin_with(second);
  assert.equal(take_beginning(), second);
  assert.equal(take_beginning(), undefined);
  assert.deepEqual(form_of_draft(JSON.parse(JSON.stringify({ ...second, visit: { id: "9", number: 12 }, portal_request: "6" })))?.visit, { id: "9", number: 12 });
});

test("the calendar of 2027 follows from that of 2026, but for what is announced or new by law", () => {
  const known = edit.holidays_of(rules)["2027"]!;
  const before = JSON.parse(JSON.stringify(rules)) as Record<string, unknown>;
  delete edit.holidays_of(before)["2027"];
  delete (before["five_day"] as { holidays: Record<string, unknown> }).holidays["2027"];
  const made = edit.add_year(before);
  const announced = Object.fromEntries(Object.entries(known).filter(([, kind]) => kind !== "kurban_ait" && kind !== "constitution_day"));
  assert.deepEqual(edit.holidays_of(made)["2027"], announced);
  assert.deepEqual((made["five_day"] as { holidays: unknown }).holidays, (rules["five_day"] as { holidays: unknown }).holidays);
  assert.equal(made["calendar_through"], "2027-12-31");
});

test("a change of the rules touches its own place and nothing else", () => {
  const next = edit.next_set(rules, "2027-01-01");
  assert.equal(next["id"], "2027-01-01");
  assert.equal(edit.text_of_content(edit.content_of_text(edit.text_of_content(next))!), edit.text_of_content(next));
  const moved = edit.add_holiday(next, "2027-12-17", "moved", "2027-12-19");
  assert.deepEqual(edit.working_days_of(moved).at(-1), { date: "2027-12-19", instead_of: "2027-12-17" });
  assert.deepEqual(edit.remove_holiday(moved, "2027-12-17"), next);
  assert.deepEqual(edit.visa_free_of(edit.set_visa_free(next, "SRB", { days: 30 }))["SRB"], { days: 30 });
  assert.deepEqual(edit.remove_visa_free(edit.set_visa_free(next, "SRB", {}), "SRB"), next);
  const target = edit.set_target(next, "2027", "1.1", "normative", "97,5")!;
  assert.deepEqual(edit.targets_of(target), { "2027": { "1.1": { normative: 97.5 } } });
  assert.deepEqual(edit.targets_of(edit.set_target(target, "2027", "1.1", "normative", "")!), {});
  assert.equal(edit.set_target(next, "2027", "1.1", "normative", "101"), undefined);
  assert.deepEqual(edit.localities_of(edit.set_localities(next, "KZ-06-03", "Индер\n Индербор \n\nИндер"))["KZ-06-03"], ["Индер", "Индербор"]);
  assert.equal(edit.content_of_text("[1]"), undefined);
});

test("a table of registrations is read as UTF-8, and as windows-1251 only where it is none", () => {
  const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
  assert.deepEqual(decode_table(bytes("Құлсары")), { text: "Құлсары", is_utf8: true });
  assert.deepEqual(decode_table(new Uint8Array([0xd0, 0xe5]).buffer), { text: "Ре", is_utf8: false });
  assert.match(empty_table(), /^\ufeffaccepted_at,paper_number,registered_until,applicant\.surname,/);
  assert.equal(table_of_problems([{ line: 3, field: "a", message: 'x, "y"' }], ["l", "f", "m"]), '\ufeffl,f,m\r\n3,a,"x, ""y"""\r\n');
});

test("figures: a dash where there was nothing to count, groups as the annex has them", () => {
  assert.equal(show_percent(null), "—");
  assert.equal(show_percent(0), "0 %");
  assert.equal(show_percent(97.9166), "97.92 %");
  const row = (code: string) => ({ code, name: "", clause: "", count: 0, of: 0, percent: null, normative: null, next_year: null, definition: "" });
  assert.deepEqual(groups_of([row("1.1"), row("3.1"), row("3.2")]).map(([group, rows]) => [group, rows.length]), [["1", 1], ["3", 2]]);
  assert.equal(missing_year({ missing_year: 2027 }), 2027);
  assert.equal(missing_year({ missing_year: null }), null);
  assert.equal(missing_year(undefined), null);
});
