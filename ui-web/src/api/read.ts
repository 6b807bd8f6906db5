// From the daemon's JSON to the shapes of the screens. Members that older or newer daemons leave out become null here, in one
// place, so that a screen never has to ask whether a member exists.
import type {
  Accepted, Application, ApplicationBody, Check, CustodyEvent, Finding, FirstApplication, HistoryEntry, Horizon, Information, Label, ListedApplication, Office, PersonNotice, Rules, Status, Verdict,
} from "./types";

type Json = Record<string, unknown>;
const object = (value: unknown): Json => (value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Json) : {});
const text = (value: unknown): string | null => (typeof value === "string" ? value : typeof value === "number" ? String(value) : null);
const number = (value: unknown): number | null => {
  const read = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
  return Number.isFinite(read) ? read : null;
};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).flatMap((item) => text(item) ?? text(object(item)["code"]) ?? []);
/** The first of several members that is there. */
const any = (from: Json, ...names: string[]): unknown => names.map((name) => from[name]).find((value) => value !== undefined && value !== null);

/** Phones come as a list or as one text with separators. */
export function phones_of(value: unknown): string[] {
  return typeof value === "string" ? value.split(/\s*[;,]\s*/).filter((phone) => phone !== "") : texts(value);
}

export function read_horizon(value: unknown): Horizon | null {
  if (value === null || value === undefined) return null;
  const from = object(value);
  const horizon: Horizon = { as_of: text(from["as_of"]), missing: list(from["missing"]) as (string | Json)[] };
  const seen = number(from["offices_seen"]);
  const total = number(from["offices_total"]);
  if (seen !== null) horizon.offices_seen = seen;
  if (total !== null) horizon.offices_total = total;
  return horizon;
}

export function read_first(value: unknown): FirstApplication | null {
  const from = object(value);
  const office = text(from["office"]);
  if (office === null) return null;
  return {
    office,
    office_name: text(from["office_name"]) ?? office,
    ticket_number: text(from["ticket_number"]) ?? "",
    accepted_on: text(any(from, "accepted_on", "accepted_at")) ?? "",
    address: text(from["address"]),
    phones: phones_of(from["phones"]),
    ...(text(from["application_id"]) ? { application_id: text(from["application_id"])! } : {}),
  };
}

function read_finding(value: unknown): Finding {
  const from = object(value);
  const severity = text(from["severity"]);
  return {
    severity: severity === "warning" || severity === "notice" ? severity : "error",
    path: text(from["path"]) ?? "",
    code: text(from["code"]) ?? "",
    message: text(from["message"]) ?? "",
    clause: text(from["clause"]) ?? "",
  };
}
export const read_findings = (value: unknown): Finding[] => list(value).map(read_finding);

export function read_check(value: unknown): Check {
  const from = object(value);
  const hits = list(any(from, "hits", "first_applications")).map(read_first);
  const single = read_first(from["first"]);
  return {
    findings: read_findings(from["findings"]),
    checklist: texts(from["checklist"]),
    missing: texts(from["missing"]),
    hits: [...hits, ...(hits.length === 0 ? [single] : [])].filter((hit): hit is FirstApplication => hit !== null),
    horizon: read_horizon(any(from, "horizon", "index")),
  };
}

export function read_accepted(value: unknown): Accepted {
  const from = object(value);
  return {
    id: text(any(from, "id", "application_id")) ?? "",
    ticket_number: text(from["ticket_number"]) ?? "",
    state: (text(from["state"]) ?? "accepted") as Accepted["state"],
    confirmation: (text(from["confirmation"]) ?? "pending") as Accepted["confirmation"],
    accepted_at: text(from["accepted_at"]) ?? "",
    due_at: text(from["due_at"]) ?? "",
    missing: texts(from["missing"]),
  };
}

/** The body stands in the answer itself or under `application`. */
export function body_of(value: unknown): ApplicationBody {
  const from = object(value);
  const body = "applicant" in from ? from : object(from["application"]);
  const applicant = object(body["applicant"]);
  const document = object(body["document"]);
  const card = object(body["migration_card"]);
  const stay = object(body["stay"]);
  const address = object(stay["address"]);
  const host = object(body["host"]);
  const visa = object(body["visa"]);
  const of = (part: Json, name: string) => text(part[name]) ?? "";
  const maybe = (part: Json, name: string) => text(part[name]);
  const iin = text(applicant["iin"]) ?? text(body["iin"]) ?? text(from["iin"]);
  return {
    applicant: {
      ...(iin ? { iin } : {}),
      surname: of(applicant, "surname"), given_names: of(applicant, "given_names"), surname_local: maybe(applicant, "surname_local"),
      given_names_local: maybe(applicant, "given_names_local"), patronymic: maybe(applicant, "patronymic"),
      birth_date: of(applicant, "birth_date"), sex: of(applicant, "sex"), citizenship: of(applicant, "citizenship"), birth_place: maybe(applicant, "birth_place"),
    },
    document: {
      type: of(document, "type"), issuing_state: of(document, "issuing_state"), number: of(document, "number"),
      issued: maybe(document, "issued"), expires: maybe(document, "expires"),
    },
    visa: text(visa["number"]) === null ? null : {
      number: of(visa, "number"), category: of(visa, "category"), valid_from: of(visa, "valid_from"), valid_until: of(visa, "valid_until"),
    },
    migration_card: { number: of(card, "number"), border_point: maybe(card, "border_point"), entry_date: of(card, "entry_date") },
    stay: {
      purpose: of(stay, "purpose"), from: of(stay, "from"), until: of(stay, "until"),
      address: { office: of(address, "office"), locality: of(address, "locality"), street: maybe(address, "street"), house: maybe(address, "house"), flat: maybe(address, "flat") },
    },
    host: text(host["name"]) === null ? null : {
      kind: of(host, "kind"), name: of(host, "name"), number: maybe(host, "number"), address: maybe(host, "address"), phone: maybe(host, "phone"),
    },
    category: text(body["category"]),
    documents: texts(body["documents"]),
  };
}

function read_verdict(value: unknown): Verdict | null {
  const from = object(value);
  const outcome = text(from["outcome"]);
  if (outcome === null) return null;
  const first = object(from["first"]);
  return {
    outcome,
    grade: text(from["grade"]) ?? "",
    first: text(first["office"]) === null ? null : {
      application_id: text(first["application_id"]) ?? "", office: text(first["office"])!, office_name: text(first["office_name"]) ?? "",
      ticket_number: text(first["ticket_number"]) ?? "", accepted_at: text(first["accepted_at"]) ?? "",
    },
    reason: text(from["reason"]), decided_at: text(from["decided_at"]), decided_by: text(from["decided_by"]),
  };
}

function read_custody(value: unknown): CustodyEvent {
  const from = object(value);
  return {
    event: text(from["event"]) ?? "received", item: text(from["item"]) ?? "", person: text(from["person"]), note: text(from["note"]),
    at: text(any(from, "at", "recorded_at", "received_at")) ?? "", by: text(any(from, "by", "clerk")),
  };
}

function read_notice(value: unknown): PersonNotice {
  const from = object(value);
  return {
    other_office: text(any(from, "other_office", "office")) ?? "", other_ticket_number: text(any(from, "other_ticket_number", "ticket_number")) ?? "",
    other_document: text(any(from, "other_document", "document")) ?? "", holds: from["holds"] !== false && from["holds"] !== 0,
    reason: text(from["reason"]) ?? "", at: text(any(from, "noticed_at", "at")) ?? "", by: text(any(from, "decided_by", "by")),
  };
}

function read_label(value: unknown): Label | null {
  const from = object(value);
  const of = (name: string) => text(from[name]) ?? "";
  if (of("number") === "") return null;
  return {
    number: of("number"), name: of("name"), citizenship: of("citizenship"), document: of("document"), registered_at: of("registered_at"),
    registered_until: of("registered_until"), office_name: of("office_name"), address: of("address"),
  };
}

export function read_application(value: unknown): Application {
  const from = object(value);
  const decision = object(from["decision"]);
  const paper = object(from["paper"]);
  return {
    ...read_accepted(value),
    office: text(from["office"]) ?? "",
    application: body_of(value),
    accepted_by: text(any(from, "accepted_by", "clerk")),
    verdict: read_verdict(from["verdict"]),
    history: list(from["history"]).map((item): HistoryEntry => {
      const entry = object(item);
      return { at: text(entry["at"]) ?? "", event: text(entry["event"]) ?? "", by: text(entry["by"]), details: entry["details"] };
    }),
    checklist: texts(from["checklist"]),
    decision: text(decision["decision"]) === null ? null : {
      decision: text(decision["decision"])!, ground: text(decision["ground"]), text: text(decision["text"]), missing: texts(decision["missing"]),
      at: text(decision["at"]), by: text(decision["by"]),
    },
    departed_on: text(any(from, "departed_on", "departed_at")),
    registered_until: text(any(from, "registered_until", "stay_until")),
    origin: text(from["origin"]),
    paper: text(paper["number"]) === null ? null : { number: text(paper["number"])!, accepted_at: text(paper["accepted_at"]) ?? "" },
    custody: list(from["custody"]).map(read_custody),
    notices: list(from["notices"]).map(read_notice),
    filing: list(from["filing"]).map((item) => {
      const member = object(item);
      return { id: text(member["id"]) ?? "", ticket_number: text(member["ticket_number"]) ?? "", surname: text(member["surname"]) ?? "", given_names: text(member["given_names"]) ?? "" };
    }),
    visit: text(from["visit"]),
    label: read_label(from["label"]),
  };
}

export function read_listed(value: unknown): ListedApplication {
  const from = object(value);
  const body = "applicant" in from ? from : object(from["application"]);
  const applicant = object(body["applicant"]);
  const document = object(body["document"]);
  return {
    id: text(any(from, "id", "application_id")) ?? "",
    office: text(from["office"]) ?? "",
    office_name: text(from["office_name"]) ?? "",
    ticket_number: text(from["ticket_number"]) ?? "",
    accepted_at: text(from["accepted_at"]) ?? "",
    due_at: text(from["due_at"]),
    state: (text(from["state"]) ?? "accepted") as ListedApplication["state"],
    confirmation: (text(from["confirmation"]) ?? "pending") as ListedApplication["confirmation"],
    surname: text(any(from, "surname")) ?? text(applicant["surname"]) ?? "",
    given_names: text(any(from, "given_names")) ?? text(applicant["given_names"]) ?? "",
    citizenship: text(any(from, "citizenship")) ?? text(applicant["citizenship"]) ?? "",
    birth_date: text(any(from, "birth_date")) ?? text(applicant["birth_date"]) ?? "",
    document_number: text(any(from, "document_number")) ?? text(document["number"]) ?? "",
  };
}

export function read_rules(value: unknown): Rules {
  const outer = object(value);
  const from = "papers" in outer || "purposes" in outer ? outer : object(any(outer, "rules", "rule_set"));
  return {
    id: text(from["id"]) ?? "",
    purposes: texts(from["purposes"]),
    refusal_grounds: texts(from["refusal_grounds"]),
    categories: texts(from["categories"]),
    papers: texts(from["papers"]),
    papers_always: texts(from["papers_always"]),
    papers_long_stay: texts(from["papers_long_stay"]),
    five_day_offices: texts(from["five_day_offices"]),
    refusal_clauses: Object.fromEntries(Object.entries(object(from["refusal_clauses"])).map(([ground, clause]) => [ground, text(clause) ?? ""])),
  };
}

export function read_offices(value: unknown): Office[] {
  return (Array.isArray(value) ? value : list(any(object(value), "offices", "items"))) as Office[];
}

export function read_information(value: unknown): Information {
  const from = object(value);
  return {
    office: from["office"] as Office, hours: object(from["hours"]) as unknown as Information["hours"],
    department: (from["department"] as Office | undefined) ?? null,
    rule_set: text(from["rule_set"]) ?? "",
    papers: texts(from["papers"]), papers_always: texts(from["papers_always"]), papers_long_stay: texts(from["papers_long_stay"]),
    long_stay_months: number(from["long_stay_months"]),
    categories: texts(from["categories"]),
    visa_free: list(from["visa_free"]).map(object).map((term) => ({ state: text(term["state"]) ?? "", days: number(term["days"]), months: number(term["months"]) })),
    complaint_days: number(from["complaint_days"]), complaint_days_extended: number(from["complaint_days_extended"]),
  };
}

export function read_status(value: unknown): Status {
  const from = object(value);
  const office = from["office"];
  const clock = from["clock"];
  const fault = any(from, "last_error", "error");
  const user = object(any(from, "user", "me"));
  const disk = number(any(from, "disk_free_mb"));
  const bytes = number(any(from, "disk_free_bytes", "disk_free"));
  return {
    office: text(office) ?? text(object(office)["code"]),
    office_name: text(from["office_name"]) ?? text(object(office)["name_kk"]) ?? "",
    department: text(from["department"]),
    version: text(from["version"]) ?? "",
    state: text(from["state"]) ?? "unknown",
    advice: text(from["advice"]),
    sequence: number(from["sequence"]), receipted: number(from["receipted"]), unsent: number(from["unsent"]),
    last_round_at: text(any(from, "last_round_at", "last_sync_at")),
    last_error: text(fault) ?? text(object(fault)["message"]) ?? text(from["last_sync_error"]),
    last_error_at: text(object(fault)["at"]) ?? text(from["last_error_at"]),
    index: read_horizon(from["index"]),
    clock: text(clock) ?? text(object(clock)["state"]) ?? "unknown",
    disk_free_mb: disk ?? (bytes === null ? null : Math.floor(bytes / 1048576)),
    to_tell: number(from["to_tell"]),
    calendar_missing: number(object(from["calendar"])["missing_year"]),
    user: text(user["name"]) === null ? null : { name: text(user["name"])!, role: text(user["role"]) ?? "" },
  };
}
