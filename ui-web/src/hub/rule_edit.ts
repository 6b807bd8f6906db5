// Changes of a rule set that come up every year, as functions from one content to the next; everything else is left word for word as it was.
// What a set may say is judged by the hub; these only put a change into the place where it belongs.
import type { RuleContent } from "../api/rules";

type Names = Record<string, string>;
export type Holidays = Record<string, Names>;
export interface WorkingDay { date: string; instead_of: string }
export type Term = { days?: number; months?: number };
export interface Target { normative?: number | null; next_year?: number | null }
export type Targets = Record<string, Record<string, Target>>;

export const kIndicators = ["1.1", "2.1", "3.1", "3.2", "4.1", "5.1"] as const;
export const kHolidayKinds = [
  "new_year", "christmas", "womens_day", "nauryz", "unity_day", "defender_day", "victory_day", "capital_day", "kurban_ait", "constitution_day", "republic_day",
  "independence_day", "transferred", "moved",
] as const;

const copy = (content: RuleContent): RuleContent => JSON.parse(JSON.stringify(content)) as RuleContent;
const object = <T>(value: unknown): Record<string, T> => (value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, T>) : {});
const sorted = <T>(from: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(from).sort(([left], [right]) => left.localeCompare(right)));

export const holidays_of = (content: RuleContent): Holidays => object<Names>(content["holidays"]);
export const working_days_of = (content: RuleContent): WorkingDay[] => (Array.isArray(content["working_days"]) ? (content["working_days"] as WorkingDay[]) : []);
export const visa_free_of = (content: RuleContent): Record<string, Term> => object<Term>(content["visa_free"]);
export const targets_of = (content: RuleContent): Targets => object<Record<string, Target>>(content["targets"]);
export const localities_of = (content: RuleContent): Record<string, string[]> => object<string[]>(content["localities"]);

/** The next set begins as the one in force, under another id and from another day on; what was doubtful about the old day is not about the new. */
export function next_set(content: RuleContent, valid_from: string): RuleContent {
  return { ...copy(content), id: valid_from, valid_from, valid_from_doubtful: false, note: "" };
}

export function with_member(content: RuleContent, name: string, value: unknown): RuleContent {
  return { ...content, [name]: value };
}

/** A day off. A day moved by the government is worked on another day: `worked_on`, with that day's hours. */
export function add_holiday(content: RuleContent, day: string, kind: string, worked_on?: string): RuleContent {
  const next = copy(content);
  const all = holidays_of(next);
  const year = day.slice(0, 4);
  all[year] = sorted({ ...all[year], [day]: kind });
  next["holidays"] = sorted(all);
  if (worked_on) next["working_days"] = [...working_days_of(next).filter((each) => each.instead_of !== day), { date: worked_on, instead_of: day }].sort((left, right) => left.date.localeCompare(right.date));
  return next;
}

/** Kinds that stand on another day every year, or follow from others. */
const kMovable = new Set(["kurban_ait", "transferred", "moved"]);
/** Never transferred when they fall on a day off (the law on holidays). */
const kNotTransferred = new Set(["christmas", "kurban_ait"]);
const plus_day = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86400000).toISOString().slice(0, 10);
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** For each holiday on a day off of the week, the next working day; `taken` are days that are off anyway. */
function transferred(holidays: Names, days_off: readonly number[], taken: Names): Names {
  const found: Names = {};
  for (const [day, kind] of Object.entries(sorted(holidays))) {
    if (kNotTransferred.has(kind) || kMovable.has(kind) || !days_off.includes(weekday(day))) continue;
    let next = plus_day(day);
    while (next in taken || next in found || days_off.includes(weekday(next))) next = plus_day(next);
    found[next] = "transferred";
  }
  return found;
}

/** The newest year of the calendar. */
export const last_year = (content: RuleContent): number => Math.max(...Object.keys(holidays_of(content)).map(Number));

/**
 * The calendar of the year after the last one: the fixed holidays again, and the days that they are transferred to. Kurban Ait and what the government
 * moves are announced every year and are added by hand.
 */
export function add_year(content: RuleContent): RuleContent {
  const next = copy(content);
  const all = holidays_of(next);
  const year = last_year(content) + 1;
  const fixed = Object.fromEntries(Object.entries(all[year - 1] ?? {}).filter(([, kind]) => !kMovable.has(kind)).map(([day, kind]) => [`${year}${day.slice(4)}`, kind]));
  const six = transferred(fixed, [0], fixed);
  all[year] = sorted({ ...fixed, ...six });
  next["holidays"] = sorted(all);
  const five = object<unknown>(next["five_day"]);
  const saturdays = Object.fromEntries(Object.entries(fixed).filter(([day]) => weekday(day) === 6));
  const extra = transferred(saturdays, [0, 6], all[year]!);
  if (Object.keys(extra).length > 0) next["five_day"] = { ...five, holidays: sorted({ ...object<Names>(five["holidays"]), [year]: sorted(extra) }) };
  next["calendar_through"] = `${year}-12-31`;
  return next;
}

export function remove_holiday(content: RuleContent, day: string): RuleContent {
  const next = copy(content);
  const all = holidays_of(next);
  const { [day]: _, ...rest } = all[day.slice(0, 4)] ?? {};
  next["holidays"] = { ...all, [day.slice(0, 4)]: rest };
  next["working_days"] = working_days_of(next).filter((each) => each.instead_of !== day);
  return next;
}

/** Annex 3. No term: the annex states none. */
export function set_visa_free(content: RuleContent, state: string, term: Term): RuleContent {
  const next = copy(content);
  next["visa_free"] = { ...visa_free_of(next), [state]: term };
  return next;
}

export function remove_visa_free(content: RuleContent, state: string): RuleContent {
  const next = copy(content);
  const { [state]: _, ...rest } = visa_free_of(next);
  next["visa_free"] = rest;
  return next;
}

/** "" takes the value away. False, when what was typed is no percentage. */
export function set_target(content: RuleContent, year: string, indicator: string, column: keyof Target, typed: string): RuleContent | undefined {
  const text = typed.trim().replace(",", ".");
  const value = text === "" ? undefined : Number(text);
  if (value !== undefined && !(value >= 0 && value <= 100)) return undefined;
  const next = copy(content);
  const all = targets_of(next);
  const row: Target = { ...all[year]?.[indicator] };
  if (value === undefined) delete row[column];
  else row[column] = value;
  const rows = { ...all[year], [indicator]: row };
  if (Object.keys(row).length === 0) delete rows[indicator];
  const years = { ...all, [year]: sorted(rows) };
  if (Object.keys(rows).length === 0) delete years[year];
  next["targets"] = years;
  return next;
}

/** One locality a line. */
export function set_localities(content: RuleContent, office: string, typed: string): RuleContent {
  const next = copy(content);
  const names = [...new Set(typed.split(/\n/).map((name) => name.trim()).filter((name) => name !== ""))];
  const { [office]: _, ...rest } = localities_of(next);
  next["localities"] = sorted(names.length === 0 ? rest : { ...rest, [office]: names });
  return next;
}

/** The text of the whole set, and back; undefined where it is no JSON object. */
export const text_of_content = (content: RuleContent): string => JSON.stringify(content, null, 1);
export function content_of_text(text: string): RuleContent | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return read !== null && typeof read === "object" && !Array.isArray(read) ? (read as RuleContent) : undefined;
  } catch {
    return undefined;
  }
}
