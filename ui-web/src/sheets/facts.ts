// What every sheet needs and no application holds: the department behind the office, the hours, the terms. All of it is public, so that
// the sheets of the kiosk and those of the clerk are filled from one answer.
import * as calls from "../api/calls";
import type { FirstApplication, Information, Office } from "../api/types";
import { phones_of } from "../api/read";
import { Store } from "../base/store";
import { offices, office_of, office_phones } from "../record/lists";

export const facts = new Store<Information | undefined>(undefined);

/** Asked once; a sheet that is drawn before the answer has its lines empty and is drawn again. */
export function load_facts(): void {
  if (facts.get() !== undefined) return;
  calls.information().then((value) => facts.set(value), () => undefined);
}

/** The department of an office; its own counter is the department. */
export function department_of(code: string): Office | undefined {
  const known = code.split("-").slice(0, 2).join("-");
  return office_of(known) ?? (facts.get()?.department?.code === known ? (facts.get()?.department ?? undefined) : undefined);
}

export function office_by_code(code: string): Office | undefined {
  const own = facts.get()?.office;
  return office_of(code) ?? (own?.code === code ? own : undefined);
}

/** Phones on paper are not torn at their hyphens. */
const unbroken = (phones: readonly string[]): string => phones.map((phone) => phone.replace(/-/g, "\u2011")).join(", ");
export const secretariat_of = (office: Office | undefined): string => (office ? unbroken(phones_of(office.secretariat_phones)) : "");
export const migration_of = (office: Office | undefined): string => (office ? unbroken(office_phones(office)) : "");

/** The first application of a verdict or a hit with what Annex 1 knows of that office. */
export function with_address(first: { office: string; office_name?: string; ticket_number: string; accepted_at: string }): FirstApplication {
  const office = offices.get().find((each) => each.code === first.office);
  return {
    office: first.office, office_name: first.office_name || office?.name_kk || first.office, ticket_number: first.ticket_number, accepted_on: first.accepted_at,
    address: office?.address_kk ?? null, phones: office ? office_phones(office) : [],
  };
}
