// An application as it stands on the screen: one text per field, exactly as typed, so that a draft brings back what was typed and
// not what was understood. `body_of_form` makes the API's body from it; what cannot be read as a date becomes a finding of
// the page itself, everything else is judged by the daemon.
import type { ApplicationBody, Finding } from "../api/types";
import { type DateProblem, read_date, show_date } from "../base/dates";

export const kFieldPaths = [
  "applicant.surname", "applicant.given_names", "applicant.surname_local", "applicant.given_names_local", "applicant.patronymic",
  "applicant.birth_date", "applicant.sex", "applicant.citizenship", "applicant.birth_place", "applicant.iin",
  "document.type", "document.issuing_state", "document.number", "document.issued", "document.expires",
  "visa.number", "visa.category", "visa.valid_from", "visa.valid_until",
  "migration_card.number", "migration_card.border_point", "migration_card.entry_date",
  "stay.purpose", "stay.from", "stay.until",
  "stay.address.office", "stay.address.locality", "stay.address.street", "stay.address.house", "stay.address.flat",
  "host.kind", "host.name", "host.number", "host.address", "host.phone", "category",
] as const;
export type FieldPath = (typeof kFieldPaths)[number];

export const kDatePaths: readonly FieldPath[] = [
  "applicant.birth_date", "document.issued", "document.expires", "visa.valid_from", "visa.valid_until",
  "migration_card.entry_date", "stay.from", "stay.until",
];
export const kUpperPaths: readonly FieldPath[] = [
  "applicant.surname", "applicant.given_names", "document.number", "visa.number", "migration_card.number",
];
/** host.kind of a foreigner who files for himself (Annex 2); the body then has no host. */
export const kNoHost = "self";

export interface Form {
  fields: Record<FieldPath, string>;
  documents: string[];
  /** Lines of the last scan, as read. */
  mrz: string[];
  /** The ticket that was written by hand while there was no power; absent for an application at the counter. */
  paper?: PaperTicket;
  /** The first application of the same filing (a family's), accepted here before this one. */
  filing?: Filing;
  /** Who is being served: the visit of the queue that was called to the counter. */
  visit?: ServedVisit;
  /** The request of the portal that this application takes in. */
  portal_request?: string;
}
export interface Filing { id: string; ticket_number: string; name: string }
export interface ServedVisit { id: string; number: number }
/** As typed: number, day and hour on the paper. */
export interface PaperTicket { number: string; day: string; hour: string }

export function empty_form(own_office = ""): Form {
  const fields = Object.fromEntries(kFieldPaths.map((path) => [path, ""])) as Record<FieldPath, string>;
  return {
    fields: { ...fields, "document.type": "passport", "host.kind": "organisation", "stay.address.office": own_office },
    documents: [],
    mrz: [],
  };
}

export function is_untouched(form: Form): boolean {
  const blank = empty_form(form.fields["stay.address.office"]);
  return form.documents.length === 0 && form.paper === undefined && kFieldPaths.every((path) => form.fields[path] === blank.fields[path]);
}

export interface BodyOfForm { body: ApplicationBody; unreadable: { path: FieldPath; problem: DateProblem }[] }

export function body_of_form(form: Form): BodyOfForm {
  const unreadable: BodyOfForm["unreadable"] = [];
  const text = (path: FieldPath) => form.fields[path].trim();
  const maybe = (path: FieldPath) => text(path) || null;
  const date = (path: FieldPath): string => {
    const read = read_date(form.fields[path], path === "applicant.birth_date" ? "partial" : "day");
    if ("problem" in read) unreadable.push({ path, problem: read.problem });
    return "iso" in read ? read.iso : "";
  };
  const maybe_date = (path: FieldPath) => date(path) || null;
  const with_host = text("host.kind") !== kNoHost;
  const with_visa = text("visa.number") !== "";
  const body: ApplicationBody = {
    applicant: {
      surname: text("applicant.surname"), given_names: text("applicant.given_names"),
      surname_local: maybe("applicant.surname_local"), given_names_local: maybe("applicant.given_names_local"), patronymic: maybe("applicant.patronymic"),
      birth_date: date("applicant.birth_date"), sex: text("applicant.sex"), citizenship: text("applicant.citizenship"), birth_place: maybe("applicant.birth_place"),
      ...(text("applicant.iin") === "" ? {} : { iin: text("applicant.iin") }),
    },
    document: {
      type: text("document.type"), issuing_state: text("document.issuing_state"), number: text("document.number"),
      issued: maybe_date("document.issued"), expires: maybe_date("document.expires"),
    },
    visa: with_visa
      ? { number: text("visa.number"), category: text("visa.category"), valid_from: date("visa.valid_from"), valid_until: date("visa.valid_until") }
      : null,
    migration_card: { number: text("migration_card.number"), border_point: maybe("migration_card.border_point"), entry_date: date("migration_card.entry_date") },
    stay: {
      purpose: text("stay.purpose"), from: date("stay.from"), until: date("stay.until"),
      address: {
        office: text("stay.address.office"), locality: text("stay.address.locality"), street: maybe("stay.address.street"),
        house: maybe("stay.address.house"), flat: maybe("stay.address.flat"),
      },
    },
    host: with_host
      ? { kind: text("host.kind"), name: text("host.name"), number: maybe("host.number"), address: maybe("host.address"), phone: maybe("host.phone") }
      : null,
    category: with_host ? null : maybe("category"),
    documents: [...form.documents],
  };
  return { body, unreadable };
}

/** The form that shows an application again, for a correction. */
export function form_of_body(body: ApplicationBody): Form {
  const form = empty_form();
  for (const path of kFieldPaths) {
    const value = value_at(body, path);
    form.fields[path] = kDatePaths.includes(path) ? show_date(value) : value;
  }
  if (body.host === null) form.fields["host.kind"] = kNoHost;
  form.documents = [...body.documents];
  return form;
}

/** The text at a path of the body; "" where there is nothing. */
export function value_at(body: ApplicationBody, path: string): string {
  let here: unknown = body;
  for (const name of path.split(".")) {
    if (here === null || typeof here !== "object") return "";
    here = (here as Record<string, unknown>)[name];
  }
  return typeof here === "string" ? here : "";
}

/** Reads a draft that this or an older version of the page saved; undefined when it is none. */
export function form_of_draft(saved: unknown): Form | undefined {
  if (saved === null || typeof saved !== "object") return undefined;
  const { fields, documents, mrz, paper, filing, visit, portal_request } = saved as Partial<Record<keyof Form, unknown>>;
  if (fields === null || typeof fields !== "object") return undefined;
  const form = empty_form();
  for (const path of kFieldPaths) {
    const value = (fields as Record<string, unknown>)[path];
    if (typeof value === "string") form.fields[path] = value;
  }
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : []);
  form.documents = texts(documents);
  form.mrz = texts(mrz);
  if (paper !== null && typeof paper === "object") {
    const { number = "", day = "", hour = "" } = paper as Partial<PaperTicket>;
    form.paper = { number: String(number), day: String(day), hour: String(hour) };
  }
  if (filing !== null && typeof filing === "object") form.filing = filing as Filing;
  if (visit !== null && typeof visit === "object") form.visit = visit as ServedVisit;
  if (typeof portal_request === "string") form.portal_request = portal_request;
  return form;
}

/** Findings by the field they are shown at. What belongs to no field of the page is under "". */
export function findings_by_field(findings: readonly Finding[]): Map<string, Finding[]> {
  const known = new Set<string>([...kFieldPaths, "documents"]);
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const path = known.has(finding.path) ? finding.path : finding.path.startsWith("documents") ? "documents" : (nearest_field(finding.path) ?? "");
    found.set(path, [...(found.get(path) ?? []), finding]);
  }
  return found;
}

/** "visa" or "host" as a whole is shown at its first field. */
function nearest_field(path: string): FieldPath | undefined {
  return path === "" ? undefined : kFieldPaths.find((field) => field.startsWith(path + "."));
}
