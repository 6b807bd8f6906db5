import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApplicationBody } from "../../src/api/types";
import { compare_applications, compare_values, pieces_of } from "../../src/record/difference";
import { body_of_form, empty_form } from "../../src/record/form";

test("values are same, similar, different or on one side only", () => {
  assert.equal(compare_values("YILMAZ", "YILMAZ"), "same");
  assert.equal(compare_values("Al-Basri", "AL BASRI"), "similar");
  assert.equal(compare_values("YILMAZ", "YILMAS"), "similar");
  assert.equal(compare_values("YILMAZ", "PETROV"), "different");
  assert.equal(compare_values("YILMAZ", ""), "one_missing");
  assert.equal(compare_values("", ""), "both_missing");
});

test("the pieces mark exactly the characters that differ, and lose none", () => {
  const { left, right } = pieces_of("U12345678", "U12354678");
  assert.equal(left.map((piece) => piece.text).join(""), "U12345678");
  assert.equal(right.map((piece) => piece.text).join(""), "U12354678");
  assert.equal(left.filter((piece) => !piece.shared).map((piece) => piece.text).join("").length, 1);
  assert.deepEqual(pieces_of("МҮХ", "МУХ").left, [{ text: "М", shared: true }, { text: "Ү", shared: false }, { text: "Х", shared: true }]);
  assert.deepEqual(pieces_of("", "A"), { left: [], right: [{ text: "A", shared: false }] });
});

test("two applications are compared field by field in the order of the paper", () => {
  const form = empty_form("KZ-06-02");
  form.fields["applicant.surname"] = "YILMAZ";
  form.fields["document.number"] = "U1";
  form.documents = ["application", "identity_document"];
  const left = body_of_form(form).body;
  const right: ApplicationBody = { ...left, applicant: { ...left.applicant, surname: "YILMAS" }, documents: ["identity_document", "application"] };
  const fields = compare_applications(left, right, (_, value) => value);
  assert.deepEqual(fields.map((field) => [field.path, field.likeness]), [
    ["applicant.surname", "similar"], ["document.type", "same"], ["document.number", "same"], ["stay.address.office", "same"], ["host.kind", "same"], ["documents", "same"],
  ]);
});
