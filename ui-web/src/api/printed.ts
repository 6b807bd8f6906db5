// Whoever prints a person's data is written down (cl. 17). The paper never waits for that: a daemon that does not know the route, or does
// not answer, changes nothing for the person at the counter.
import { write } from "./client";
import { offered } from "./offered";

export type PrintedWhat = "ticket" | "mark" | "refusal" | "referral" | "arrival_sheet" | "coupon" | "label" | "card";

export function tell_printed(id: string, what: PrintedWhat): void {
  if (!offered.get().has("POST", "/applications/{id}/printed")) return;
  write("POST", `/applications/${encodeURIComponent(id)}/printed`, { what }).catch(() => undefined);
}
