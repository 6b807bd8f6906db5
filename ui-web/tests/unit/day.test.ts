import assert from "node:assert/strict";
import { test } from "node:test";
import { act_route } from "../../src/api/acts";
import { Offered } from "../../src/api/offered";
import { read_application } from "../../src/api/read";
import { body_of_act, is_answered } from "../../src/node/Acts";
import { acts_of } from "../../src/node/ApplicationPage";
import { held_papers } from "../../src/node/Keeping";
import { letter_of } from "../../src/node/QueuePage";
import { judgement_of_key } from "../../src/hub/Persons";
import { opinion_of } from "../../src/node/FeedbackPage";
import { moment_in, read_hour } from "../../src/node/PaperTicket";
import { body_of_form, empty_form, form_of_draft } from "../../src/record/form";

const everything = Offered.read({ paths: Object.fromEntries(["extension", "address", "card", "custody"].map((name) => [`/api/v1/applications/{id}/${name}`, { post: {} }])) });

test("only what the daemon describes is offered, whatever it calls the parts of a path", () => {
  assert.equal(everything.has("POST", "/applications/{application}/card"), true);
  assert.equal(everything.has("GET", "/due"), false);
  for (const nothing of [null, "x", {}, { paths: 3 }]) assert.equal(Offered.read(nothing).has("GET", "/due"), false);
  const application = read_application({ id: "1", state: "registered" });
  assert.deepEqual(acts_of(application, Offered.nothing), []);
  assert.deepEqual(acts_of(application, everything), ["extension", "card", "address", "received"]);
});

test("a paper in keeping can be given back even when the application is withdrawn", () => {
  const application = read_application({ id: "1", state: "withdrawn", custody: [{ item: "identity_document", received_at: "2026-11-23T10:00:00+05:00", by: "aigul" }] });
  assert.deepEqual(acts_of(application, everything), ["returned"]);
  assert.equal(act_route("returned"), act_route("received"));
  assert.deepEqual(held_papers([...application.custody, { ...application.custody[0]!, event: "returned" }]), []);
});

test("an extension needs day and reason, and a visa in full or not at all", () => {
  const plain = { until: "31122026", reason: "емделу" };
  assert.equal(is_answered("extension", { until: "31.02.2027", reason: "емделу" }), false);
  assert.equal(is_answered("extension", { ...plain, visa_number: "A1" }), false);
  const visa = { ...plain, visa_number: "A1", visa_category: "C3", visa_from: "01122026", visa_until: "31122026" };
  assert.equal(is_answered("extension", visa), true);
  assert.deepEqual(body_of_act("extension", plain), { until: "2026-12-31", reason: "емделу" });
  assert.deepEqual(body_of_act("extension", visa)["visa"], { number: "A1", category: "C3", valid_from: "2026-12-01", valid_until: "2026-12-31" });
});

test("custody names the paper, and a person only when it was not the applicant", () => {
  assert.deepEqual(body_of_act("returned", { item: "visa", person: " " }), { event: "returned", item: "visa" });
  assert.deepEqual(body_of_act("received", { item: "visa", person: "A" }), { event: "received", item: "visa", person: "A" });
});

test("the hour of a paper ticket is read as typed and sent with the offset of the office", () => {
  assert.deepEqual(["905", "9:05", "09.05", "0005", "2400", "9", "12:60"].map(read_hour), ["09:05", "09:05", "09:05", "00:05", undefined, undefined, undefined]);
  assert.equal(moment_in("Asia/Aqtau", "2026-11-23", "09:05"), "2026-11-23T09:05:00+05:00");
  assert.equal(moment_in("Asia/Almaty", "2013-08-01", "09:05"), "2013-08-01T09:05:00+06:00");
});

test("a draft keeps the paper ticket; an IIN goes into the body only when it is known", () => {
  const form = { ...empty_form(), paper: { number: "17", day: "23112026", hour: "905" } };
  assert.deepEqual(form_of_draft(JSON.parse(JSON.stringify(form)))?.paper, form.paper);
  assert.equal("iin" in body_of_form(form).body.applicant, false);
  form.fields["applicant.iin"] = "840309000019";
  assert.equal(body_of_form(form).body.applicant.iin, "840309000019");
});

test("the keys of the queue are places on the keyboard, not letters of a layout", () => {
  const press = (code: string, ctrlKey = false) => letter_of({ code, ctrlKey, altKey: false, metaKey: false });
  assert.deepEqual([press("KeyN"), press("KeyN", true), press("Enter")], ["N", "", ""]);
});

test("a judgement is chosen by digit, on either block of the keyboard", () => {
  assert.deepEqual(["Digit1", "Numpad2", "Digit3", "Digit4", "KeyA"].map(judgement_of_key), ["same", "different", "unsure", undefined, undefined]);
});

test("an opinion has all three answers, and a comment only when there is one", () => {
  assert.equal(opinion_of({ process: true, courtesy: true }, "x"), undefined);
  assert.deepEqual(opinion_of({ process: true, information: false, courtesy: true }, " "), { process: true, information: false, courtesy: true });
});
