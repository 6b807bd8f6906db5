import assert from "node:assert/strict";
import { test } from "node:test";
import { filter_options, fold } from "../../src/base/fold";
import { parse_route } from "../../src/base/router";
import { file_name } from "../../src/parts/bundle";
import { country_options } from "../../src/record/lists";
import { mask_number } from "../../src/record/show";

const found = (typed: string) => filter_options(country_options("kk", true), typed, 5).map((option) => option.code);

test("a country is found by code and by its name in Kazakh, Russian or Latin letters", () => {
  for (const typed of ["uzb", "UZB", "Өзбек", "озбек", "Узбек", "uzbek"]) assert.equal(found(typed)[0], "UZB", typed);
  for (const typed of ["tur", "Түрк", "турц"]) assert.equal(found(typed)[0], "TUR", typed);
  assert.equal(found("кытай")[0], "CHN");
  assert.equal(found("XXA")[0], "XXA");
  assert.deepEqual(found("zzzz"), []);
});

test("the frequent states come first when nothing was typed, organisations never as a citizenship", () => {
  assert.equal(country_options("ru", true)[0]!.code, "UZB");
  assert.equal(country_options("ru", true).some((option) => option.code === "UNO"), false);
  assert.equal(country_options("ru", false).some((option) => option.code === "UNO"), true);
});

test("folding makes the spellings of one word equal", () => {
  assert.equal(fold("Қытай"), fold("Кытай"));
  assert.equal(fold("KHAN"), fold("хан"));
});

test("lists show only the end of a document number", () => {
  assert.equal(mask_number("U12345678"), "···5678");
  assert.equal(mask_number("123"), "123");
});

test("a file name from the daemon never carries a folder", () => {
  assert.equal(file_name('attachment; filename="tirkeu-KZ-06-02.bundle"'), "tirkeu-KZ-06-02.bundle");
  assert.equal(file_name('attachment; filename="../../etc/x.bundle"'), "x.bundle");
  assert.equal(file_name(null), undefined);
});

test("routes are split and decoded, broken escapes stay as they are", () => {
  assert.deepEqual(parse_route("#/application/12/correct"), ["application", "12", "correct"]);
  assert.deepEqual(parse_route("#/a%20b/%E0%A4%A"), ["a b", "%E0%A4%A"]);
  assert.deepEqual(parse_route(""), []);
});
