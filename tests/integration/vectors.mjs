#!/usr/bin/env node
// The protocol's test vectors, read by a program that shares no line with ours: what sync/PROTOCOL.md says is enough to write one. Prints TAP.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { open_vector } from "../vectors/reader/read.mjs";
import { report, test } from "./tap.mjs";

const folder = new URL("../vectors/", import.meta.url);
const names = readdirSync(new URL("1/", folder)).sort();
const text_of = (name) => readFileSync(new URL(`1/${name}`, folder), "utf8");

/** {gives} or {refused}, as the vector has it. */
const outcome_in = ({ gives, refused }) => (gives ? { gives } : { refused });

for (const part of ["1", "0.1"]) {
  const released = readFileSync(new URL(`${part}.sha256`, folder), "utf8");
  const digest_of = (name) => createHash("sha256").update(readFileSync(new URL(`${part}/${name}`, folder))).digest("hex");
  const now = readdirSync(new URL(`${part}/`, folder)).sort().map((name) => `${digest_of(name)}  ${part}/${name}\n`).join("");
  report(`what is frozen in ${part}/ is byte for byte what it was`, now === released,
    `what was released is never changed: add another file or folder beside it, and its line to tests/vectors/${part}.sha256`);
}

for (const name of names) {
  const vector = JSON.parse(text_of(name));
  await test(`${name.replace(".json", "")}: ${vector.about}`, () => assert.deepEqual(open_vector(vector), outcome_in(vector)));
}

// A suite that compared nothing would pass as well.
const first = JSON.parse(text_of("up-first.json"));
await test("an outcome with one number changed is noticed", () => {
  const other = structuredClone(first);
  other.gives.runs[0].entries[0].recorded_at += "0";
  assert.throws(() => assert.deepEqual(open_vector(other), outcome_in(other)));
});
await test("each byte of a bundle counts: with one bit changed none gives what it gave", () => {
  const bytes = Buffer.from(first.bytes, "hex");
  for (let at = 0; at < bytes.length; ++at) {
    const flipped = Buffer.from(bytes);
    flipped[at] ^= 4;
    assert.ok(open_vector({ ...first, bytes: flipped.toString("hex") }).refused, `byte ${at}`);
  }
});
await test("a standing that is another's opens nothing: a learned run needs the very entries before it", () => {
  const second = JSON.parse(text_of("up-second.json"));
  second.knows[0].before[0] = second.knows[0].before[0].replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  assert.deepEqual(open_vector(second), { refused: "broken_chain" });
});
