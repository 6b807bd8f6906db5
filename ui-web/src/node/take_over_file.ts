// The table of existing registrations as a file: read whatever encoding an office's old program wrote, and the columns that it can have.
import { kFieldPaths } from "../record/form";

export interface TextOfFile { text: string; is_utf8: boolean }

/** UTF-8 where it is; otherwise windows-1251, which has no Kazakh letters: the clerk is told to look. */
export function decode_table(bytes: ArrayBuffer): TextOfFile {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), is_utf8: true };
  } catch {
    return { text: new TextDecoder("windows-1251").decode(bytes), is_utf8: false };
  }
}

/** One line of headings: the table's own three columns, then the application's members. */
export function empty_table(): string {
  const members = kFieldPaths.filter((path) => path !== "applicant.iin");
  return `\ufeff${["accepted_at", "paper_number", "registered_until", ...members, "applicant.iin", "documents"].join(",")}\r\n`;
}

/** The problems as a table, to be corrected beside the file. */
export function table_of_problems(problems: readonly { line: number; field: string; message: string }[], headings: readonly string[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return `\ufeff${[headings, ...problems.map((each) => [String(each.line), each.field, each.message])].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
