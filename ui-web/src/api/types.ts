// The shapes of the daemon's answers, as far as the screens use them. Names are those of the HTTP API.

export interface FieldError { path: string; code: string; message: string }
export type Severity = "error" | "warning" | "notice";
export interface Finding extends FieldError { severity: Severity; clause?: string }

export interface Office {
  code: string; kind: "department" | "office"; name_kk: string; address_kk: string;
  secretariat_phones?: string[] | string; migration_phones?: string[] | string; website?: string | null;
}
export interface OfficeLag extends Office {
  state: string; incarnation: string | number | null; last_seen_at: string | null; last_sequence_held: string | number | null;
  lag_s: number | null; pending: number | null;
}

export interface Hours { opens: string; break_starts?: string | null; break_ends?: string | null; closes: string }
export interface Rules {
  id: string; purposes: string[]; refusal_grounds: string[]; categories: string[];
  papers: string[]; papers_always: string[]; papers_long_stay: string[];
  five_day_offices: string[];
  /** By ground: the clause behind it, "cl. 16" or "Annex 3". */
  refusal_clauses: Record<string, string>;
}
/** Annex 3: a state whose citizens need no visa, with the term where there is one. */
export interface VisaFree { state: string; days: number | null; months: number | null }
/** What anybody may know without a login. Older daemons leave out what came later: null or empty then. */
export interface Information {
  office: Office; department: Office | null; rule_set: string; hours: Record<string, Hours>;
  papers: string[]; papers_always: string[]; papers_long_stay: string[]; long_stay_months: number | null;
  categories: string[]; visa_free: VisaFree[]; complaint_days: number | null; complaint_days_extended: number | null;
}

export interface Address { office: string; locality: string; street: string | null; house: string | null; flat: string | null }
export interface ApplicationBody {
  applicant: {
    surname: string; given_names: string; surname_local: string | null; given_names_local: string | null; patronymic: string | null;
    birth_date: string; sex: string; citizenship: string; birth_place: string | null;
    /** Only where it is known: older daemons do not take it. */
    iin?: string;
  };
  document: { type: string; issuing_state: string; number: string; issued: string | null; expires: string | null };
  visa: { number: string; category: string; valid_from: string; valid_until: string } | null;
  migration_card: { number: string; border_point: string | null; entry_date: string };
  stay: { purpose: string; from: string; until: string; address: Address };
  host: { kind: string; name: string; number: string | null; address: string | null; phone: string | null } | null;
  category: string | null;
  documents: string[];
}

/** Where the first application of this stay was made (cl. 15). */
export interface FirstApplication {
  office: string; office_name: string; ticket_number: string; accepted_on: string; address?: string | null; phones?: string[] | string | null;
  application_id?: string;
}
/** How far the check can see: the node knows the department only as of its last round. */
export interface Horizon {
  as_of?: string | null; offices_seen?: number; offices_total?: number; missing?: (string | { office?: string; name?: string })[];
}
export interface Check { findings: Finding[]; checklist: string[]; missing: string[]; hits: FirstApplication[]; horizon: Horizon | null }

export type State = "accepted" | "registered" | "refused" | "withdrawn";
export type Confirmation = "pending" | "confirmed" | "annulled" | "review";
export interface Verdict {
  outcome: string; grade: string;
  first?: { application_id: string; office: string; office_name?: string; ticket_number: string; accepted_at: string } | null;
  reason?: string | null; decided_at?: string | null; decided_by?: string | null;
}
export interface HistoryEntry { at: string; event: string; by: string | null; details?: unknown }

/** A paper was taken into the office's keeping, or given back; `person`: from whom, to whom, when it was not the applicant. */
export interface CustodyEvent { event: string; item: string; person: string | null; note: string | null; at: string; by: string | null }
/** The department says: the person of this application also applied under another document. */
export interface PersonNotice { other_office: string; other_ticket_number: string; other_document: string; holds: boolean; reason: string; at: string; by: string | null }

export interface ListedApplication {
  id: string; office: string; office_name?: string; ticket_number: string; accepted_at: string; due_at?: string | null;
  state: State; confirmation: Confirmation;
  surname: string; given_names: string; citizenship: string; birth_date: string; document_number: string;
}
export interface Accepted {
  id: string; ticket_number: string; state: State; confirmation: Confirmation; accepted_at: string; due_at: string; missing: string[];
}
export interface Application extends Accepted {
  office: string; application: ApplicationBody; accepted_by: string | null; verdict: Verdict | null; history: HistoryEntry[];
  checklist: string[]; decision: { decision: string; ground: string | null; text: string | null; missing: string[]; at: string | null; by: string | null } | null;
  departed_on: string | null;
  registered_until: string | null; origin: string | null; paper: { number: string; accepted_at: string } | null;
  custody: CustodyEvent[]; notices: PersonNotice[];
  /** The others of the same filing; empty when it was filed alone. */
  filing: FiledTogether[]; visit: string | null;
  /** Of a registered application that came through the portal. */
  label: Label | null;
}
/** What stands on the registration label (cl. 5). */
export interface Label {
  number: string; name: string; citizenship: string; document: string; registered_at: string; registered_until: string;
  office_name: string; address: string;
}
export interface FiledTogether { id: string; ticket_number: string; surname: string; given_names: string }
export interface Page<T> { items: T[]; next: string | null }

export interface Status {
  office: string | null; office_name: string; department: string | null; version: string; state: string;
  /** What to do about a state that is not ok. */
  advice?: string | null;
  sequence: number | null; receipted: number | null; unsent: number | null;
  last_round_at: string | null; last_error: string | null; last_error_at: string | null;
  index: Horizon | null; clock: string; disk_free_mb: number | null;
  /** Annulled applications whose applicant must be told. */
  to_tell: number | null;
  /** The year whose working calendar the department has still to issue. */
  calendar_missing: number | null;
  user: { name: string; role: string } | null;
}

export interface User { name: string; role: string; state: "active" | "disabled"; may_keep: boolean }
export interface Draft { slot: string; saved_at: string; body: unknown }

export interface MrzFinding { field: string; code: string; message: string; suggestion?: string | null }
export interface Mrz {
  format: string; valid: boolean;
  fields: Record<string, string | null>;
  findings: MrzFinding[];
}

export interface DuplicateClaim {
  application_id: string; office: string; office_name: string; ticket_number: string; accepted_at: string;
  not_before: string | null; not_after: string | null; clock: string[]; application: ApplicationBody; despite?: boolean; withdrawn?: boolean;
}
export interface Duplicate {
  id: string; state: string; outcome: string | null; reason: string | null; grade: string | null; claims: DuplicateClaim[];
  decided_by: string | null; decided_at: string | null;
}
