import assert from "node:assert/strict";
import { test } from "node:test";
import { percent_of, road_of } from "../../src/api/pictures";

test("a picture says where its bytes are, and green only of what the department holds whole", () => {
  const at = (held: number, told: number, hub = false) => road_of({ size: 1000, held, told }, hub);
  assert.equal(at(1000, 0), "waiting");
  assert.equal(at(1000, 999), "going");
  assert.equal(at(1000, 1000), "at_hub");
  assert.equal(at(400, 1000), "coming", "a new machine gets it back from the hub");
  assert.equal(at(1000, 0, true), "whole");
  assert.equal(at(999, 0, true), "coming");
});

test("what is not here and will not come is not called on its way", () => {
  assert.equal(road_of({ size: 1000, held: 0, told: 0, known: false }, false), "elsewhere");
  assert.equal(road_of({ size: 1000, held: 1000, told: 0, known: true, fault: "picture_damaged" }, true), "unfit");
});

test("no percentage is rounded up to a whole", () => {
  assert.equal(percent_of(999, 1000), 99);
  assert.equal(percent_of(1000, 1000), 100);
  assert.equal(percent_of(0, 0), 0);
});
