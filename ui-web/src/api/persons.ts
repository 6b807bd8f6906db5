// Pairs of applications that may be of one person under two documents, with the weight of each field in bits.
import { get, write } from "./client";
import type { ApplicationBody, Page } from "./types";

export interface PersonSide { application_id: string; office: string; office_name: string; ticket_number: string; accepted_at: string; application: ApplicationBody }
export interface PersonPair {
  id: string; state: string; bits: number; highlighted: boolean;
  parts: { field: string; field_name: string; level: string; level_name: string; bits: number }[];
  sides: (PersonSide | null)[];
  judgement: { judgement: string; reason: string; decided_by: string; decided_at: string } | null;
}

export const persons = (state: string, cursor: string | null, signal?: AbortSignal) =>
  get<Page<PersonPair>>(`/persons?state=${encodeURIComponent(state)}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`, signal);
export const judge_persons = (id: string, judgement: string, reason: string) =>
  write("POST", `/persons/${encodeURIComponent(id)}/judgement`, { judgement, reason });
