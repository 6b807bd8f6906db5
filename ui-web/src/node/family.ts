// F8: members of a family come one after another, with the same host, address, border and term. Kept in memory until logout.
import { forget_at_logout } from "../parts/person";
import type { FieldPath, Form } from "../record/form";
import { forget_question } from "./acceptance";

const kShared: readonly FieldPath[] = [
  "migration_card.border_point", "migration_card.entry_date", "stay.purpose", "stay.from", "stay.until", "stay.address.office", "stay.address.locality",
  "stay.address.street", "stay.address.house", "stay.address.flat", "host.kind", "host.name", "host.number", "host.address", "host.phone", "category",
];
let before: Form | undefined;
forget_at_logout(() => {
  before = undefined;
  forget_question();
});

export function remember_family(form: Form): void {
  before = form;
}

export function can_copy_family(): boolean {
  return before !== undefined;
}

/** The form with what a family shares; undefined when there was nobody before. */
export function copy_family(form: Form): Form | undefined {
  if (!before) return undefined;
  const fields = { ...form.fields };
  for (const path of kShared) fields[path] = before.fields[path];
  return { ...form, fields };
}
