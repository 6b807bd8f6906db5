// Runs the unit tests with node's own test runner: each *.test.ts is bundled by esbuild (which Vite brings along) with the few
// members of a browser that the modules touch while loading.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const made = mkdtempSync(join(folder, "../../node_modules/.unit-"));
try {
  const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: tests.map((name) => join(folder, name)), outdir: made, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", target: "node18",
    jsx: "automatic", jsxImportSource: "preact", external: ["node:*"], inject: [join(folder, "browser_shim.mjs")], logLevel: "warning",
  });
  const files = tests.map((name) => join(made, name.replace(/\.ts$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(made, { recursive: true, force: true });
}
