// Office hours (cl. 9) as rows and as one sentence.
import type { Hours } from "../api/types";
import type { Text } from "../i18n/i18n";

const kDays = ["1", "2", "3", "4", "5", "6", "7"];

export interface HoursRow { from: string; to: string; hours: Hours | undefined }

/** Neighbouring days with the same hours become one row. */
export function rows_of_hours(hours: Record<string, Hours>): HoursRow[] {
  const rows: HoursRow[] = [];
  for (const day of kDays) {
    const last = rows[rows.length - 1];
    if (last && JSON.stringify(last.hours) === JSON.stringify(hours[day])) last.to = day;
    else rows.push({ from: day, to: day, hours: hours[day] });
  }
  return rows;
}

export function days_of(row: HoursRow, t: Text): string {
  return t.code("day", row.from) + (row.to === row.from ? "" : `–${t.code("day", row.to)}`);
}

export function break_of(hours: Hours | undefined, t: Text): string {
  return hours?.break_starts && hours.break_starts !== hours.break_ends ? t("information.break", { from: hours.break_starts, to: hours.break_ends ?? "" }) : "";
}

/** "Дүйсенбі–Жұма 09:00–18:00 (үзіліс 13:00–14:30); Сенбі 09:00–13:00": only the days on which somebody is there. */
export function hours_sentence(hours: Record<string, Hours>, t: Text): string {
  return rows_of_hours(hours).filter((row) => row.hours).map((row) => {
    const pause = break_of(row.hours, t);
    return `${days_of(row, t)} ${row.hours!.opens}–${row.hours!.closes}${pause === "" ? "" : ` (${pause})`}`;
  }).join("; ");
}
