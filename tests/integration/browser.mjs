#!/usr/bin/env node
// The browser suite of ui-web against a real department, in all three languages. The offices exchange only when the screens say so,
// and their clocks are trusted to the minute, so that claims made seconds apart go before the administrator.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { report, root, with_department } from "./tap.mjs";

await with_department({}, async (department) => {
  await department.start();
  const [first, second] = department.nodes;
  const token = join(department.folder, "egov.token");
  department.hub.run(["portal", "token", "egov", "--out", token, "--data", department.hub.data]);
  const child = spawn(process.execPath, ["tests/browser/run.mjs"], {
    cwd: `${root}/ui-web`, stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, TIRKEU_NODE_URL: first.url, TIRKEU_NODE2_URL: second.url, TIRKEU_HUB_URL: department.hub.url, TIRKEU_PORTAL_TOKEN: readFileSync(token, "utf8").trim() },
  });
  process.exitCode = await new Promise((done) => child.once("exit", (code) => done(code ?? 1)));
  const codes = await Promise.all(department.daemons.map((daemon) => daemon.stop()));
  if (codes.some((code) => code !== 0)) report("the daemons stop with 0 after a day of clicks", false, department.daemons.map((daemon) => `${daemon.name}:\n${daemon.log.join("")}`).join("\n"));
});
