// Where two applications differ, for the administrator who must say which was first, or that they are two people.
import { value_at, kFieldPaths } from "./form";
import type { ApplicationBody } from "../api/types";

export type Likeness = "same" | "similar" | "different" | "one_missing" | "both_missing";

/** A run of characters that both sides share, or that only this side has. */
export interface Piece { text: string; shared: boolean }

export interface ComparedField { path: string; left: string; right: string; likeness: Likeness; left_pieces: Piece[]; right_pieces: Piece[] }

function plain(text: string): string {
  return text.normalize("NFC").toUpperCase().replace(/[\s'’.\-]+/g, "");
}

export function compare_values(left: string, right: string): Likeness {
  if (left === "" && right === "") return "both_missing";
  if (left === "" || right === "") return "one_missing";
  if (left === right) return "same";
  if (plain(left) === plain(right)) return "similar";
  const longer = Math.max(left.length, right.length);
  return common_length(plain(left), plain(right)) >= longer * 0.7 ? "similar" : "different";
}

/** Longest common subsequence; texts of a form are short, so the square table costs nothing. */
function lcs_table(left: string, right: string): number[][] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let at = left.length - 1; at >= 0; --at)
    for (let to = right.length - 1; to >= 0; --to)
      table[at]![to] = left[at] === right[to] ? table[at + 1]![to + 1]! + 1 : Math.max(table[at + 1]![to]!, table[at]![to + 1]!);
  return table;
}

export function common_length(left: string, right: string): number {
  return lcs_table(left, right)[0]![0]!;
}

function add(pieces: Piece[], letter: string, shared: boolean): void {
  const last = pieces[pieces.length - 1];
  if (last && last.shared === shared) last.text += letter;
  else pieces.push({ text: letter, shared });
}

/** Both texts cut into shared and own pieces; the pieces of a side put together give the side again. */
export function pieces_of(left: string, right: string): { left: Piece[]; right: Piece[] } {
  const table = lcs_table(left, right);
  const pieces = { left: [] as Piece[], right: [] as Piece[] };
  let at = 0;
  let to = 0;
  while (at < left.length || to < right.length) {
    if (at < left.length && to < right.length && left[at] === right[to]) {
      add(pieces.left, left[at++]!, true);
      add(pieces.right, right[to++]!, true);
    } else if (to >= right.length || (at < left.length && table[at + 1]![to]! >= table[at]![to + 1]!)) {
      add(pieces.left, left[at++]!, false);
    } else {
      add(pieces.right, right[to++]!, false);
    }
  }
  return pieces;
}

/** Every field that at least one side has, in the order of the paper. Papers are compared as one field. */
export function compare_applications(left: ApplicationBody, right: ApplicationBody, show: (path: string, value: string) => string): ComparedField[] {
  const paths: string[] = [...kFieldPaths, "documents"];
  return paths.flatMap((path) => {
    const raw = [left, right].map((body) => (path === "documents" ? [...body.documents].sort().join(" ") : value_at(body, path))) as [string, string];
    const likeness = compare_values(raw[0], raw[1]);
    if (likeness === "both_missing") return [];
    const [shown_left, shown_right] = [show(path, raw[0]), show(path, raw[1])];
    const pieces = likeness === "similar" ? pieces_of(shown_left, shown_right) : whole(shown_left, shown_right, likeness === "same");
    return [{ path, left: shown_left, right: shown_right, likeness, left_pieces: pieces.left, right_pieces: pieces.right }];
  });
}

function whole(left: string, right: string, shared: boolean): { left: Piece[]; right: Piece[] } {
  const piece = (text: string): Piece[] => (text === "" ? [] : [{ text, shared }]);
  return { left: piece(left), right: piece(right) };
}
