// What the suites of this folder share: lines of TAP, programs that are run to their end, and a department in a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Department, free_ports } from "../../packaging/demo/department.mjs";

export const root = resolve(new URL("../..", import.meta.url).pathname);
export const bin = resolve(process.env.TIRKEU_BIN ?? join(root, "build/release/bin"));
export const ui = resolve(process.env.TIRKEU_UI ?? join(root, "ui-web/dist"));
export const hub_program = join(bin, "tirkeu-hub");
export const node_program = join(bin, "tirkeu-node");

const indented = (text) => String(text).trimEnd().split("\n").slice(0, 25).map((line) => `  ${line}`).join("\n");

/** One line for one fact; `details` are shown below a wrong one. The process ends with 1 when any was wrong. */
export function report(name, right, details = "") {
  console.log(`${right ? "ok" : "not ok"} - ${name}`);
  if (!right) {
    if (details) console.log(indented(details));
    process.exitCode = 1;
  }
}

/** A fact that is right when its body does not throw. */
export async function test(name, body) {
  try {
    await body();
    report(name, true);
  } catch (error) {
    report(name, false, error.stderr ?? error.stack ?? error);
  }
}

/** Runs a program to its end: {code, out, err}. Its language is English unless `environment` says otherwise. */
export function run(program, words, { input = "", environment = {}, cwd } = {}) {
  const ended = spawnSync(program, words, { input, encoding: "utf8", cwd, env: { ...process.env, LC_ALL: "C.UTF-8", ...environment } });
  if (ended.error) throw ended.error;
  return { code: ended.status ?? ended.signal, out: ended.stdout, err: ended.stderr };
}

export function with_folder(body) {
  const folder = mkdtempSync(join(tmpdir(), "tirkeu-test-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return Promise.resolve(body(folder)).finally(remove);
}

/** Free ports far from those that people use, and from those of a suite that runs beside this one. */
export const test_ports = (count) => free_ports(count, 20000 + (process.pid % 4000) * 8);

/** Makes a department that exchanges only on request, gives it to `body`, and takes it away again. */
export function with_department(options, body) {
  return with_folder(async (folder) => {
    const offices = options.offices ?? ["KZ-06-02", "KZ-06-03"];
    const department = new Department({ folder, bin, ui, ports: await test_ports(offices.length + 1), ...options, offices });
    department.make();
    try {
      await body(department);
    } finally {
      await department.stop();
    }
  });
}
