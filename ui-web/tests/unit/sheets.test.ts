import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Hours } from "../../src/api/types";
import { read_application, read_information, read_rules } from "../../src/api/read";
import { install_catalogues, text_in } from "../../src/i18n/i18n";
import { prints_of } from "../../src/sheets/ApplicationPrints";
import { kBlank, sample_of_organisation, sample_of_person } from "../../src/sheets/bodies";
import { hours_sentence, rows_of_hours } from "../../src/sheets/hours";
import { cite, full_name, host_words, local_name, stay_address, term_words } from "../../src/sheets/paper";

const read = (area: string, language: string): Record<string, string> => JSON.parse(readFileSync(`${process.cwd()}/src/i18n/messages/${area}.${language}.json`, "utf8"));
const all = (language: string) => ({ ...read("node", language), ...read("record", language), ...read("sheets", language) });
install_catalogues({ kk: all("kk"), ru: all("ru"), en: all("en") });

test("a ground is cited with its clause as the language does it", () => {
  assert.equal(cite("cl. 16", text_in("kk")), "стандарттың 16-тармағы");
  assert.equal(cite("cl. 16", text_in("ru")), "пункт 16 стандарта");
  assert.equal(cite("Annex 3", text_in("kk")), "стандартқа 3-қосымша");
  assert.equal(cite(undefined, text_in("en")), "");
  assert.equal(cite("order 5", text_in("en")), "order 5");
});

const week: Record<string, Hours> = Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, { opens: "09:00", break_starts: "13:00", break_ends: "14:30", closes: "18:00" }]));

test("hours are one sentence, and closed days are not in it", () => {
  const six = { ...week, "6": { opens: "09:00", closes: "13:00" } };
  assert.equal(hours_sentence(six, text_in("kk")), "Дүйсенбі–Жұма 09:00–18:00 (үзіліс 13:00–14:30); Сенбі 09:00–13:00");
  assert.equal(rows_of_hours(six).length, 3);
  assert.ok(!hours_sentence(week, text_in("en")).includes("Saturday"));
});

test("whoever has one name only has no gap on paper", () => {
  const body = { ...kBlank, applicant: { ...kBlank.applicant, surname: "MADONNA", surname_local: "Мадонна" } };
  assert.deepEqual([full_name(body), local_name(body), stay_address(body), host_words(body), term_words("", "")], ["MADONNA", "Мадонна", "", "", ""]);
});

test("samples are filled to the last line with numbers that nobody has", () => {
  for (const body of [sample_of_person(2026), sample_of_organisation(2026)]) {
    for (const number of [body.document.number, body.migration_card.number, body.visa?.number, body.host?.number]) assert.match(number ?? "", /^U?0+$/);
    assert.ok(body.documents.includes("photo") && body.stay.until > body.stay.from);
  }
});

const application = (more: object) => read_application({ id: "1", ticket_number: "T", state: "accepted", confirmation: "pending", checklist: [], applicant: { surname: "A" }, documents: [], ...more });

test("what can be printed follows from where an application stands", () => {
  assert.deepEqual(prints_of(application({})), ["ticket", "form"]);
  assert.deepEqual(prints_of(application({ state: "registered", host: { kind: "organisation", name: "ТОО" } })), ["ticket", "mark", "orgletter"]);
  assert.deepEqual(prints_of(application({ state: "registered", label: { number: "T" } })), ["ticket", "mark", "label", "form"]);
  assert.deepEqual(prints_of(application({ state: "refused", confirmation: "annulled" })), ["ticket", "refusal", "annulment", "form"]);
  assert.deepEqual(prints_of(application({ state: "registered", confirmation: "annulled" })), ["ticket", "annulment", "form"]);
  assert.deepEqual(prints_of(application({ checklist: ["arrival_sheet_1"] })), ["ticket", "arrival", "coupon", "form"]);
});

test("an older daemon's public page leaves out what it does not know", () => {
  const known = read_information({ office: { code: "KZ-06-02" }, hours: {}, papers: ["photo"] });
  assert.deepEqual([known.department, known.visa_free, known.categories, known.complaint_days], [null, [], [], null]);
  assert.deepEqual(read_rules({ papers: [], refusal_clauses: { visa_required: "cl. 11" } }).refusal_clauses, { visa_required: "cl. 11" });
});
