import assert from "node:assert/strict";
import { test } from "node:test";
import { age_of, read_date, show_date, show_moment, show_second } from "../../src/base/dates";

const iso = (typed: string, precision?: "day" | "partial") => {
  const read = read_date(typed, precision);
  return "iso" in read ? read.iso : "problem" in read ? read.problem : "empty";
};

test("eight digits are day, month and year, with or without separators", () => {
  for (const typed of ["09031984", "09.03.1984", "9.3.1984", " 09/03/1984 ", "09 03 1984", "09-03-1984", "1984-03-09"]) assert.equal(iso(typed), "1984-03-09");
});

test("a day that the calendar does not have is refused", () => {
  assert.equal(iso("31022026"), "no_such_day");
  assert.equal(iso("29022023"), "no_such_day");
  assert.equal(iso("29022024"), "2024-02-29");
  assert.equal(iso("00012024"), "no_such_day");
  assert.equal(iso("01132024"), "no_such_day");
});

test("two-digit years are asked for again, never guessed", () => {
  assert.equal(iso("090384"), "year_digits");
  assert.equal(iso("09.03.84"), "year_digits");
});

test("parts of a date are a date only where the birth date may be known in part", () => {
  assert.equal(iso("1984"), "incomplete");
  assert.equal(iso("1984", "partial"), "1984");
  assert.equal(iso("031984", "partial"), "1984-03");
  assert.equal(iso("03.1984", "partial"), "1984-03");
  assert.equal(iso("1984-03", "partial"), "1984-03");
  assert.equal(iso("1984-03"), "incomplete");
  assert.equal(iso("131984", "partial"), "no_such_day");
});

test("other text is no date, and nothing is nothing", () => {
  assert.equal(iso("кеше"), "unreadable");
  assert.equal(iso("090319845"), "unreadable");
  assert.equal(iso("  "), "empty");
});

test("what is shown can be read back", () => {
  for (const value of ["1984-03-09", "1984-03", "1984"]) assert.equal(iso(show_date(value), "partial"), value);
});

test("moments keep the wall clock of the office, whatever the zone of the PC", () => {
  assert.equal(show_moment("2026-11-23T23:59:07+05:00"), "23.11.2026 23:59");
  assert.equal(show_second("2026-11-23T23:59:07+05:00"), "23.11.2026 23:59:07");
  assert.equal(show_moment(null), "");
});

test("an age is told in the largest unit that is at least one", () => {
  const now = Date.parse("2026-11-23T12:00:00+05:00");
  assert.deepEqual(age_of("2026-11-23T11:59:01+05:00", now), { unit: "minute", count: 0 });
  assert.deepEqual(age_of("2026-11-23T10:00:00+05:00", now), { unit: "hour", count: 2 });
  assert.deepEqual(age_of("2026-11-22T07:00:00Z", now), { unit: "hour", count: 24 });
  assert.deepEqual(age_of("2026-11-20T07:00:00Z", now), { unit: "day", count: 3 });
  assert.equal(age_of(null, now), undefined);
});
