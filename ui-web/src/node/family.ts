// Members of a family come one after another, with the same host, address, border and term, and in one filing: each later application names
// the first. Kept in memory until logout. Also holds the form that the next "new application" begins with, when it does not begin empty.
import { forget_at_logout } from "../parts/person";
import type { FieldPath, Form } from "../record/form";
import { forget_question } from "./acceptance";

const kShared: readonly FieldPath[] = [
  "migration_card.border_point", "migration_card.entry_date", "stay.purpose", "stay.from", "stay.until", "stay.address.office", "stay.address.locality",
  "stay.address.street", "stay.address.house", "stay.address.flat", "host.kind", "host.name", "host.number", "host.address", "host.phone", "category",
];
let before: Form | undefined;
let beginning: Form | undefined;
forget_at_logout(() => {
  before = undefined;
  beginning = undefined;
  forget_question();
});

/** After an acceptance. A filing is known by its first application, whichever member came last. */
export function remember_family(form: Form, accepted: { id: string; ticket_number: string }): void {
  const name = [form.fields["applicant.surname"], form.fields["applicant.given_names"]].join(" ").trim();
  before = { ...form, filing: form.filing ?? { id: accepted.id, ticket_number: accepted.ticket_number, name } };
}

export function can_copy_family(): boolean {
  return before !== undefined;
}

/** The form with what a family shares; undefined when there was nobody before. */
export function copy_family(form: Form): Form | undefined {
  if (!before) return undefined;
  const fields = { ...form.fields };
  for (const path of kShared) fields[path] = before.fields[path];
  return { ...form, fields, ...(before.filing ? { filing: before.filing } : {}) };
}

/** The next "new application" begins with this form. */
export function begin_with(form: Form): void {
  beginning = form;
}

export function take_beginning(): Form | undefined {
  const form = beginning;
  beginning = undefined;
  return form;
}
