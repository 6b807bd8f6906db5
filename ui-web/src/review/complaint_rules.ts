// What may be done with a complaint and which ones are looked at first; pure, so that the order of the journal can be tested.
import type { Complaint, ComplaintBody } from "../api/review";
import { read_date } from "../base/dates";

export type StepName = "taken_up" | "extended" | "answered" | "reopened";

/** The steps that make sense next. The daemon has the last word. */
export function possible_steps(complaint: Pick<Complaint, "state" | "steps">): StepName[] {
  if (complaint.state === "answered") return ["reopened"];
  const extended = complaint.steps.some((step) => step.step === "extended");
  return [...(complaint.state === "received" || complaint.state === "reopened" ? (["taken_up"] as const) : []), ...(extended ? [] : (["extended"] as const)), "answered"];
}

export function is_overdue(complaint: Pick<Complaint, "state" | "due_on" | "overdue">, today: string): boolean {
  return complaint.overdue ?? (complaint.state !== "answered" && complaint.due_on < today);
}

/** What is open by the day of its answer, so that the overdue stand on top; then what is answered, newest first. */
export function in_order(items: readonly Complaint[]): Complaint[] {
  const closed = (item: Complaint) => item.state === "answered";
  return [...items].sort((left, right) =>
    closed(left) !== closed(right) ? (closed(left) ? 1 : -1) : closed(left) ? right.received_at.localeCompare(left.received_at) : left.due_on.localeCompare(right.due_on) || left.received_at.localeCompare(right.received_at));
}

export interface ComplaintForm {
  channel: string; kind: string; name: string; patronymic: string; postal_address: string; contact: string;
  outgoing_number: string; outgoing_date: string; signed: boolean; about_office: string; ticket_number: string; text: string;
}
export const kEmptyComplaint: ComplaintForm = {
  channel: "person", kind: "person", name: "", patronymic: "", postal_address: "", contact: "", outgoing_number: "", outgoing_date: "", signed: false, about_office: "", ticket_number: "", text: "",
};

/** cl. 24: what must stand on it, by who complains; the names of the fields that are still missing. */
export function missing_fields(form: ComplaintForm): (keyof ComplaintForm)[] {
  const needed: (keyof ComplaintForm)[] = ["name", "postal_address", ...(form.kind === "organisation" ? (["outgoing_number", "outgoing_date"] as const) : []), "text"];
  const empty = needed.filter((name) => String(form[name]).trim() === "");
  if (form.kind === "organisation" && !empty.includes("outgoing_date") && !("iso" in read_date(form.outgoing_date))) empty.push("outgoing_date");
  return empty;
}

export function body_of_complaint(form: ComplaintForm): ComplaintBody {
  const maybe = (text: string) => text.trim() || null;
  const date = read_date(form.outgoing_date);
  const organisation = form.kind === "organisation";
  return {
    channel: form.channel, kind: form.kind, name: form.name.trim(), patronymic: organisation ? null : maybe(form.patronymic), postal_address: form.postal_address.trim(), contact: maybe(form.contact),
    outgoing_number: organisation ? maybe(form.outgoing_number) : null, outgoing_date: organisation && "iso" in date ? date.iso : null,
    signed: form.signed, about_office: maybe(form.about_office), ticket_number: maybe(form.ticket_number), text: form.text.trim(),
  };
}
