// What a page puts on paper, as a printer would get it: the PDF, its text and the size of every sheet in millimetres. With TIRKEU_SHEETS=FOLDER each
// PDF is kept there with a picture of every sheet, to be looked at.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const kPaper = { a4: [210, 297], a5: [148, 210], talon: [75, 55] };

/** Prints what the page shows now. `sheets`: [width, height] of each, in whole millimetres; `faces`: the families of type used. */
export async function print(page, name) {
  const kept = process.env.TIRKEU_SHEETS;
  const folder = kept ?? mkdtempSync(join(tmpdir(), "tirkeu-paper-"));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.pdf`);
  await page.pdf({ path, preferCSSPageSize: true });
  const told = execFileSync("pdfinfo", ["-f", "1", "-l", "99", path], { encoding: "utf8" });
  const sheets = [...told.matchAll(/size:\s+([\d.]+) x ([\d.]+) pts/g)].map((size) => [1, 2].map((at) => Math.round((Number(size[at]) * 25.4) / 72)));
  const text = execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8" }).replace(/\s+/g, " ");
  const faces = [...new Set(execFileSync("pdffonts", [path], { encoding: "utf8" }).split("\n").slice(2).map((line) => /^(?:[A-Z]{6}\+)?([A-Z][a-z]+)(?!\S*Mono)/.exec(line)?.[1]).filter((face) => face !== undefined))];
  if (kept) execFileSync("pdftoppm", ["-png", "-gray", "-r", "80", path, join(folder, name)]);
  else rmSync(folder, { recursive: true });
  return { sheets, text, faces };
}

/** The language of the paper, which may be another than that of the screen. */
export async function in_language(page, language) {
  await page.click(`.print-bar button[lang=${language}]`);
  await page.waitForSelector(`.sheet[lang=${language}]`);
}
