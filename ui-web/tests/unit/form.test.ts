import assert from "node:assert/strict";
import { test } from "node:test";
import { next_stop } from "../../src/parts/form_keys";
import { body_of_form, empty_form, findings_by_field, form_of_body, form_of_draft, is_untouched, kNoHost } from "../../src/record/form";

function filled() {
  const form = empty_form("KZ-06-03");
  Object.assign(form.fields, {
    "applicant.surname": " YILMAZ ", "applicant.given_names": "MEHMET", "applicant.birth_date": "09031984", "applicant.sex": "M", "applicant.citizenship": "TUR",
    "document.issuing_state": "TUR", "document.number": "U12345678", "document.expires": "01.05.2031", "migration_card.number": "1234567", "migration_card.entry_date": "20112026",
    "stay.purpose": "business", "stay.from": "20.11.2026", "stay.until": "18122026", "stay.address.locality": "Индербор", "host.name": "ТОО Индер",
  });
  form.documents = ["identity_document"];
  return form;
}

test("Enter goes to the next field that can be filled, and back with Shift", () => {
  const stops = [{}, { disabled: true }, { hidden: true }, {}, {}];
  assert.equal(next_stop(stops, 0, 1), 3);
  assert.equal(next_stop(stops, 3, -1), 0);
  assert.equal(next_stop(stops, -1, 1), 0);
  assert.equal(next_stop(stops, 4, 1), undefined);
  assert.equal(next_stop(stops, 0, -1), undefined);
});

test("the form becomes the body of the API: ISO dates, null where nothing was typed", () => {
  const { body, unreadable } = body_of_form(filled());
  assert.deepEqual(unreadable, []);
  assert.equal(body.applicant.surname, "YILMAZ");
  assert.equal(body.applicant.birth_date, "1984-03-09");
  assert.equal(body.applicant.patronymic, null);
  assert.equal(body.document.issued, null);
  assert.equal(body.document.expires, "2031-05-01");
  assert.equal(body.visa, null);
  assert.equal(body.category, null);
  assert.equal(body.host?.kind, "organisation");
  assert.deepEqual(Object.keys(body), ["applicant", "document", "visa", "migration_card", "stay", "host", "category", "documents"]);
});

test("who files for himself has a category and no host", () => {
  const form = filled();
  form.fields["host.kind"] = kNoHost;
  form.fields["category"] = "annex2-2";
  const { body } = body_of_form(form);
  assert.equal(body.host, null);
  assert.equal(body.category, "annex2-2");
});

test("a date that cannot be read is named with its field and not sent", () => {
  const form = filled();
  form.fields["stay.until"] = "31022026";
  const { body, unreadable } = body_of_form(form);
  assert.deepEqual(unreadable, [{ path: "stay.until", problem: "no_such_day" }]);
  assert.equal(body.stay.until, "");
});

test("an application shown for correction and sent unchanged is the same application", () => {
  const { body } = body_of_form(filled());
  assert.deepEqual(body_of_form(form_of_body(body)).body, body);
});

test("a draft brings back what was typed, not what was understood", () => {
  const form = filled();
  form.fields["stay.until"] = "1812";
  form.mrz = ["P<UTO"];
  assert.deepEqual(form_of_draft(JSON.parse(JSON.stringify({ ...form, attempt: { key: "k", body: "{}" } }))), form);
  assert.equal(form_of_draft("text"), undefined);
  assert.equal(form_of_draft({ fields: null }), undefined);
  assert.equal(form_of_draft({ fields: { "applicant.surname": 7 } })?.fields["applicant.surname"], "");
});

test("a form with nothing but its defaults counts as untouched", () => {
  assert.equal(is_untouched(empty_form("KZ-06-03")), true);
  assert.equal(is_untouched(filled()), false);
});

test("findings stand at their fields; those of a whole group at its first field", () => {
  const finding = (path: string) => ({ severity: "error" as const, path, code: "c", message: "m" });
  const found = findings_by_field([finding("applicant.sex"), finding("visa"), finding("documents.2"), finding("elsewhere")]);
  assert.deepEqual([...found.keys()], ["applicant.sex", "visa.number", "documents", ""]);
});
