// How one value of an application is shown: codes as names, dates as days.
import type { ListedApplication } from "../api/types";
import { show_date } from "../base/dates";
import type { Text } from "../i18n/i18n";
import { type FieldPath, kDatePaths } from "./form";
import { country_name, office_name } from "./lists";

export function show_value(path: string, value: string, t: Text): string {
  if (value === "") return "";
  if (kDatePaths.includes(path as FieldPath)) return show_date(value);
  switch (path) {
    case "applicant.citizenship":
    case "document.issuing_state": return `${country_name(value, t.language)} (${value})`;
    case "applicant.sex": return t.code("sex", value);
    case "document.type": return t.code("document_type", value);
    case "stay.purpose": return t.code("purpose", value);
    case "stay.address.office": return office_name(value);
    case "host.kind": return t.code("host_kind", value);
    case "category": return t.code("category", value);
    case "documents": return value.split(" ").map((paper) => t.code("paper", paper)).join("; ");
    default: return value;
  }
}

/** Lists show only the end of a document number: enough to tell two apart, useless to who looks over the shoulder. */
export function mask_number(number: string): string {
  return number.length <= 4 ? number : `···${number.slice(-4)}`;
}

export function person_name(item: Pick<ListedApplication, "surname" | "given_names">): string {
  return [item.surname, item.given_names].filter((name) => name !== "").join(" ");
}

/** What of a fact's details is told; the rest (the whole record of a correction, the evidence of a verdict) is for programs. */
const kTold = new Set(["reason", "ground", "text", "missing", "documents", "papers", "despite", "despite_reason", "despite_first", "departed_on", "note", "outcome", "grade",
  "until", "stay_until", "moved_on", "address", "cause", "number", "card_number", "former", "issued_on", "event", "item", "person", "visa", "other_office", "other_ticket_number", "other_document"]);

/** Details of the history: a sentence, or members whose names the catalogue may know. */
export function show_details(details: unknown, t: Text): string {
  if (details === null || details === undefined) return "";
  if (typeof details !== "object") return String(details);
  if (Array.isArray(details)) return details.map((item) => show_details(item, t)).join(", ");
  return Object.entries(details)
    .filter(([name, value]) => kTold.has(name) && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${t.code("detail", name)}: ${detail_value(name, value, t)}`)
    .join(" · ");
}

function detail_value(name: string, value: unknown, t: Text): string {
  if (Array.isArray(value)) return value.map((item) => detail_value(name, item, t)).join(", ");
  if (name === "address" && typeof value === "object" && value !== null) return Object.entries(value).filter(([, part]) => part !== null && part !== "").map(([part, text]) => (part === "office" ? office_name(String(text)) : String(text))).join(", ");
  if (typeof value === "object" && value !== null) return show_details(value, t);
  const text = String(value);
  if (name === "event") return t.code("event", text);
  if (name === "other_office") return office_name(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return show_date(text);
  for (const area of ["paper", "ground", "outcome", "grade", "decision", "cause"]) {
    const known = t.code(area, text);
    if (known !== text) return known;
  }
  return text;
}
