// Finds a document scanner among the keys that a clerk types. A keyboard-wedge scanner sends an MRZ as key strokes into whatever
// field has the focus, a few milliseconds apart; people never type thirty characters at that pace. Every zone has fillers (`<`) in its
// first line, which a barcode or a held key has not.
//
// The scanner believes in a US layout, the PC has a Kazakh or Russian one, so what arrives as text is not what was read. The
// physical key (KeyboardEvent.code) says it exactly; where it is missing, the Kazakh and Russian tables together decode every
// MRZ character without collision (on the Kazakh layout the number row types ә і ң ғ , . ү ұ қ, and `<` arrives as Б).

const kBurstLength = 30; // the shortest MRZ line (TD1)
const kSuspectLength = 10; // from here on Enter and Tab of the scanner must not move through the form
const kGap_ms = 40; // median distance between two characters of a scanner
const kPause_ms = 120; // a longer silence ends a burst

const kByText: Record<string, string> = {
  й: "Q", ц: "W", у: "E", к: "R", е: "T", н: "Y", г: "U", ш: "I", щ: "O", з: "P", ф: "A", ы: "S", в: "D", а: "F", п: "G", р: "H",
  о: "J", л: "K", д: "L", я: "Z", ч: "X", с: "C", м: "V", и: "B", т: "N", ь: "M", б: "<",
  '"': "1", ә: "2", і: "3", ң: "4", ғ: "5", ",": "6", ".": "7", ү: "8", ұ: "9", қ: "0",
};

/** What a scanner with a US layout meant by text that a Kazakh or Russian layout produced; MRZ text stays as it is. */
export function decode_text(text: string): string {
  return Array.from(text, (letter) => (/[A-Za-z0-9<]/.test(letter) ? letter.toUpperCase() : (kByText[letter.toLowerCase()] ?? ""))).join("");
}

export interface Stroke { code: string; key: string; shift: boolean; time_ms: number }

/** The MRZ character of one key stroke; "" for keys that print nothing in an MRZ. */
export function decode_stroke(stroke: Stroke): string {
  const letter = /^Key([A-Z])$/.exec(stroke.code)?.[1];
  if (letter) return letter;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(stroke.code)?.[1];
  if (digit && !stroke.shift) return digit;
  if ((stroke.code === "Comma" && stroke.shift) || stroke.code === "IntlBackslash") return "<";
  if (stroke.code !== "") return "";
  return Array.from(stroke.key).length === 1 ? decode_text(stroke.key) : "";
}

export type BurstState = "idle" | "suspect" | "burst";

/** Fed with every key of the form; says what the key belongs to. Time comes with the keys, so it needs no clock. */
export class BurstDetector {
  private gaps_: number[] = [];
  private text_ = "";
  private last_ms_ = Number.NEGATIVE_INFINITY;
  private state_: BurstState = "idle";

  /** `started` is true for the first key of a run: the moment to remember what the form holds. */
  push(stroke: Stroke): { state: BurstState; started: boolean } {
    const gap = stroke.time_ms - this.last_ms_;
    const started = gap > kPause_ms;
    if (started) this.reset();
    else this.gaps_.push(gap);
    this.last_ms_ = stroke.time_ms;
    this.text_ += stroke.key === "Enter" || stroke.key === "Tab" ? "\n" : decode_stroke(stroke);
    if (this.state_ !== "burst" && this.median_() < kGap_ms) {
      const length = this.text_.includes("<") ? this.text_.replace(/\n/g, "").length : 0;
      this.state_ = length >= kBurstLength ? "burst" : length >= kSuspectLength ? "suspect" : "idle";
    } else if (this.state_ === "suspect") {
      this.state_ = "idle";
    }
    return { state: this.state_, started };
  }

  /** The lines read so far; call when kPause_ms have passed since the last key. */
  lines(): string[] {
    return lines_of(this.text_);
  }

  reset(): void {
    this.gaps_ = [];
    this.text_ = "";
    this.state_ = "idle";
  }

  private median_(): number {
    if (this.gaps_.length === 0) return Number.POSITIVE_INFINITY;
    const sorted = [...this.gaps_].sort((left, right) => left - right);
    return sorted[sorted.length >> 1]!;
  }
}

export const kBurstPause_ms = kPause_ms;

/** Splits MRZ text into lines: at line ends, or, when a scanner sends none, by the length of the format. */
export function lines_of(text: string): string[] {
  const given = text.split(/[\r\n]+/).map((line) => decode_text(line)).filter((line) => line !== "");
  if (given.length !== 1) return given;
  const whole = given[0]!;
  const width = whole.length === 88 ? 44 : whole.length === 72 ? 36 : whole.length === 90 ? 30 : whole.length;
  return whole.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
}
