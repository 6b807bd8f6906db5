#!/usr/bin/env node
// The story of `./dev demo --story`, step by step: real processes, real power cuts, both roads to the hub, a clock that lies.
import { tell_story } from "../../packaging/demo/story.mjs";
import { bin, report, ui } from "./tap.mjs";

let telling = "";
try {
  await tell_story({ bin, ui }, {
    begins: (title) => (telling = title),
    step: ({ happened, expected, right }) => report(`${telling}: ${expected}`, right, `${happened}\n(${expected})`),
  });
} catch (error) {
  report(`${telling}: told to its end`, false, error.stderr ?? error.stack);
}
