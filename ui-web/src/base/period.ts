// Periods that figures are asked for: local days, the first included and the last not, so that months join without a gap.
export interface Days { from: string; until: string }

const iso = (date: Date) => date.toISOString().slice(0, 10);
const utc = (day: string) => new Date(`${day}T00:00:00Z`);

export function add_days(day: string, count: number): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + count);
  return iso(date);
}

/** The month that the day lies in, moved by `step` months. */
export function month_of(day: string, step = 0): Days {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return { from: iso(new Date(Date.UTC(year, month - 1 + step, 1))), until: iso(new Date(Date.UTC(year, month + step, 1))) };
}

export function year_of(day: string): Days {
  const year = Number(day.slice(0, 4));
  return { from: `${year}-01-01`, until: `${year + 1}-01-01` };
}

/** Today by the clock on the wall of this PC. */
export function today(now = new Date()): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")).join("-");
}
