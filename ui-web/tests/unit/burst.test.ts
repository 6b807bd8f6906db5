import assert from "node:assert/strict";
import { test } from "node:test";
import { BurstDetector, decode_stroke, decode_text, lines_of } from "../../src/base/burst";

// The TD3 specimen of ICAO Doc 9303, and what a scanner with a US layout types on Kazakh and Russian layouts.
const kTd3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const kKazakh = ["ЗБГЕЩУКШЛЫЫЩТББФТТФБЬФКШФБББББББББББББББББББ", "ДүұүұқәСі,ГЕЩ.ңқү\"әәА\"әқң\"ғұЯУ\"үңәә,ИБББББ\"қ"];
const kRussian = ["ЗБГЕЩУКШЛЫЫЩТББФТТФБЬФКШФБББББББББББББББББББ", "Д898902С36ГЕЩ7408122А1204159ЯУ184226ИБББББ10"];

function stroke_of(letter: string) {
  if (letter === "<") return { code: "Comma", key: "Б", shift: true };
  if (/\d/.test(letter)) return { code: `Digit${letter}`, key: "?", shift: false };
  return { code: `Key${letter}`, key: "ж", shift: true };
}

test("text typed under Kazakh and Russian layouts decodes to the zone", () => {
  assert.deepEqual(kKazakh.map(decode_text), kTd3);
  assert.deepEqual(kRussian.map(decode_text), kTd3);
  assert.deepEqual(kTd3.map(decode_text), kTd3);
});

test("the physical key decides where the browser tells it", () => {
  assert.equal(decode_stroke({ code: "KeyP", key: "з", shift: true, time_ms: 0 }), "P");
  assert.equal(decode_stroke({ code: "Digit4", key: "ң", shift: false, time_ms: 0 }), "4");
  assert.equal(decode_stroke({ code: "Comma", key: "Б", shift: true, time_ms: 0 }), "<");
  assert.equal(decode_stroke({ code: "", key: "ң", shift: false, time_ms: 0 }), "4");
  assert.equal(decode_stroke({ code: "ArrowLeft", key: "ArrowLeft", shift: false, time_ms: 0 }), "");
});

test("a scanner's burst is recognised and gives its lines", () => {
  const detector = new BurstDetector();
  let time_ms = 1000;
  let state = "idle";
  for (const line of kTd3) {
    for (const letter of line) state = detector.push({ ...stroke_of(letter), time_ms: (time_ms += 8) }).state;
    detector.push({ code: "Enter", key: "Enter", shift: false, time_ms: (time_ms += 8) });
  }
  assert.equal(state, "burst");
  assert.deepEqual(detector.lines(), kTd3);
});

test("from the tenth quick character on, Enter belongs to the scanner", () => {
  const detector = new BurstDetector();
  let time_ms = 0;
  for (const letter of "P<UTOERIKSS") detector.push({ ...stroke_of(letter), time_ms: (time_ms += 5) });
  assert.equal(detector.push({ code: "Enter", key: "Enter", shift: false, time_ms: time_ms + 5 }).state, "suspect");
});

test("a person who types fast is no scanner, nor is a barcode, nor text without fillers", () => {
  const person = new BurstDetector();
  for (let at = 0; at < 60; ++at) assert.equal(person.push({ ...stroke_of("<"), time_ms: at * 70 }).state, "idle");
  const barcode = new BurstDetector();
  for (let at = 0; at < 60; ++at) assert.equal(barcode.push({ ...stroke_of("7"), time_ms: at * 5 }).state, "idle");
});

test("a pause begins a new run, and says so", () => {
  const detector = new BurstDetector();
  assert.equal(detector.push({ ...stroke_of("P"), time_ms: 0 }).started, true);
  assert.equal(detector.push({ ...stroke_of("<"), time_ms: 10 }).started, false);
  assert.equal(detector.push({ ...stroke_of("U"), time_ms: 500 }).started, true);
  assert.deepEqual(detector.lines(), ["U"]);
});

test("lines without line ends are cut by the length of their format", () => {
  assert.deepEqual(lines_of(kTd3.join("")), kTd3);
  assert.deepEqual(lines_of("A".repeat(72)).map((line) => line.length), [36, 36]);
  assert.deepEqual(lines_of("A".repeat(90)).map((line) => line.length), [30, 30, 30]);
  assert.deepEqual(lines_of(" p<uto \r\n l898 "), ["P<UTO", "L898"]);
});
