// What node and hub look at afterwards: complaints (cl. 20-25), indicators (cl. 18, 19, Annex 5), and who read whose data (cl. 17).
import { get, receive_bytes, write } from "./client";
import type { Page } from "./types";

const part = encodeURIComponent;

function query(values: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value);
  return search.size === 0 ? "" : `?${search.toString()}`;
}

/** A daemon that answers everything at once sends no cursor. */
async function page<T>(path: string, signal?: AbortSignal): Promise<Page<T>> {
  const answer = await get<{ items?: T[]; next?: string | null }>(path, signal);
  return { items: answer.items ?? [], next: answer.next ?? null };
}

export interface ComplaintBody {
  channel: string; kind: string; name: string; patronymic: string | null; postal_address: string; contact: string | null;
  outgoing_number: string | null; outgoing_date: string | null; signed: boolean; about_office: string | null; ticket_number: string | null; text: string;
}
export interface ComplaintStep { step: string; at: string; official: string; due_on: string | null; outcome: string | null; text: string }
export interface Complaint extends ComplaintBody {
  id: string; number: string; office: string; office_name?: string; about_office_name?: string; received_at: string; accepted_by: string; due_on: string;
  state: string; outcome: string | null; overdue?: boolean; steps: ComplaintStep[]; guidance?: string;
}
export interface SoughtComplaints { state?: string; office?: string; cursor?: string | null }

export const complaints = (sought: SoughtComplaints, signal?: AbortSignal) => page<Complaint>(`/complaints${query({ ...sought })}`, signal);
export const receive_complaint = (body: ComplaintBody) => write<Complaint>("POST", "/complaints", body);
export const add_step = (id: string, body: { step: string; outcome?: string; text: string }) => write<Complaint>("POST", `/complaints/${part(id)}/steps`, body);

/** Local days of the office; `until` is not included any more. */
export interface Period { from: string; until: string; office?: string }
export interface IndicatorRow {
  code: string; name: string; clause: string; count: number | null; of: number | null; percent: number | string | null;
  normative: number | string | null; next_year: number | string | null; definition: string;
}
export interface Indicators { from: string; until: string; office: string | null; rows: IndicatorRow[]; records?: Record<string, number> }
export interface IndicatorRecord { kind: string; id: string; label: string; at: string; counted: boolean; why: string }

export const indicators = (period: Period, signal?: AbortSignal) => get<Indicators>(`/indicators${query({ ...period })}`, signal);
export const indicators_csv = (period: Period) => receive_bytes(`/indicators${query({ ...period, format: "csv" })}`);
export const indicator_records = (code: string, period: Period, cursor: string | null, signal?: AbortSignal) =>
  page<IndicatorRecord>(`/indicators/${part(code)}/records${query({ ...period, cursor })}`, signal);

/** `record` at a node, `application_id` at the hub: whose data it was. */
export interface AuditLine {
  at: string; office?: string; account: string; action: string; record?: string | null; application_id?: string | null; ticket_number?: string | null;
  name?: string | null; detail: string | null; in_log?: boolean;
}
export interface SoughtAudit { record?: string; account?: string; office?: string; from?: string; to?: string; cursor?: string | null }
export const audit = (sought: SoughtAudit, signal?: AbortSignal) => page<AuditLine>(`/audit${query({ ...sought })}`, signal);
