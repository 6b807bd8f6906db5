// Dates as clerks type them: DDMMYYYY from the numeric keypad, with or without dots, or ISO. Shown DD.MM.YYYY everywhere,
// sent ISO 8601. A birth date may be known in part (Doc 9303-3: unknown parts are filler), then the year or month stands alone.

export type Precision = "day" | "partial";
export type DateProblem = "incomplete" | "year_digits" | "no_such_day" | "unreadable";
export type ReadDate = { iso: string } | { problem: DateProblem } | { empty: true };

const kPad = (value: number, width = 2) => String(value).padStart(width, "0");

export function days_in_month(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function check(year: number, month?: number, day?: number): ReadDate {
  if (year < 1800 || year > 2199) return { problem: "no_such_day" };
  if (month === undefined) return { iso: kPad(year, 4) };
  if (month < 1 || month > 12) return { problem: "no_such_day" };
  if (day === undefined) return { iso: `${kPad(year, 4)}-${kPad(month)}` };
  if (day < 1 || day > days_in_month(year, month)) return { problem: "no_such_day" };
  return { iso: `${kPad(year, 4)}-${kPad(month)}-${kPad(day)}` };
}

/** Reads what was typed. With precision "partial" also YYYY and MMYYYY (or MM.YYYY, YYYY-MM) are dates. */
export function read_date(typed: string, precision: Precision = "day"): ReadDate {
  const text = typed.trim();
  if (text === "") return { empty: true };
  const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (iso) {
    if (iso[3] === undefined && precision === "day") return { problem: "incomplete" };
    return check(Number(iso[1]), Number(iso[2]), iso[3] === undefined ? undefined : Number(iso[3]));
  }
  if (/[^\d.,/\s-]/.test(text)) return { problem: "unreadable" };
  const groups = text.split(/[.,/\s-]+/).filter((group) => group !== "");
  if (groups.length === 1) return read_digits(groups[0]!, precision);
  if (groups.length === 2 && precision === "partial" && groups[1]!.length === 4)
    return check(Number(groups[1]), Number(groups[0]));
  if (groups.length !== 3) return { problem: "incomplete" };
  if (groups[2]!.length !== 4) return { problem: "year_digits" };
  if (groups[0]!.length > 2 || groups[1]!.length > 2) return { problem: "unreadable" };
  return check(Number(groups[2]), Number(groups[1]), Number(groups[0]));
}

function read_digits(digits: string, precision: Precision): ReadDate {
  if (digits.length === 8) return check(Number(digits.slice(4)), Number(digits.slice(2, 4)), Number(digits.slice(0, 2)));
  if (digits.length > 8) return { problem: "unreadable" };
  if (precision === "partial" && digits.length === 4) return check(Number(digits));
  if (digits.length === 6) {
    // Six digits are DDMMYY for a tired hand; only where a month alone makes sense may they be MMYYYY.
    if (precision === "partial" && Number(digits.slice(2)) >= 1800) return check(Number(digits.slice(2)), Number(digits.slice(0, 2)));
    return { problem: "year_digits" };
  }
  return { problem: "incomplete" };
}

/** "1984-03-09" to "09.03.1984", "1984-03" to "03.1984"; anything else stays as it is. */
export function show_date(iso: string | null | undefined): string {
  if (!iso) return "";
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(iso);
  if (!parts) return iso;
  return [parts[3], parts[2], parts[1]].filter((part) => part !== undefined).join(".");
}

/** RFC 3339 with the office's offset to the wall clock of that office: never the time zone of the PC. */
export function show_moment(rfc3339: string | null | undefined): string {
  if (!rfc3339) return "";
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(rfc3339);
  return parts ? `${show_date(parts[1])} ${parts[2]}` : rfc3339;
}

/** With the seconds, where the order of two moments is in question. */
export function show_second(rfc3339: string | null | undefined): string {
  const second = /[T ]\d{2}:\d{2}(:\d{2})/.exec(rfc3339 ?? "")?.[1] ?? "";
  return show_moment(rfc3339) + second;
}

export function show_hour(rfc3339: string | null | undefined): string {
  return /[T ](\d{2}:\d{2})/.exec(rfc3339 ?? "")?.[1] ?? "";
}

/** How long ago, in the largest unit that is at least one; undefined for a time that cannot be read. */
export function age_of(rfc3339: string | null | undefined, now_ms: number): { unit: "minute" | "hour" | "day"; count: number } | undefined {
  const then = Date.parse(rfc3339 ?? "");
  if (Number.isNaN(then)) return undefined;
  const minutes = Math.max(0, Math.floor((now_ms - then) / 60000));
  if (minutes < 60) return { unit: "minute", count: minutes };
  if (minutes < 48 * 60) return { unit: "hour", count: Math.floor(minutes / 60) };
  return { unit: "day", count: Math.floor(minutes / 1440) };
}
