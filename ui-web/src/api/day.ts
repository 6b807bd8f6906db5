// The lists of an office's day: what is due, what is kept, who waits.
import { get, write } from "./client";
import { read_listed } from "./read";
import type { ListedApplication } from "./types";

export type Urgency = "overdue" | "soon" | "open";
export interface DueItem extends Omit<ListedApplication, "state"> { state: Urgency }
export interface HeldItem { application_id: string; ticket_number: string; name: string; item: string; received_at: string; days: number }
export interface Visit {
  id: string; number: number; purpose: string; arrived_at: string; called_at: string | null; skipped: number; outside_hours: boolean; waiting_min: number;
}
export interface Queue { waiting: Visit[]; called: Visit[]; finished: number; median_wait_min: number | null }
export interface Arrived { id: string; number: number; arrived_at: string; waiting: number; outside_hours: boolean }

/** The list's own `state` says how soon, not where the application stands: all of them are accepted. */
export async function due(signal?: AbortSignal): Promise<DueItem[]> {
  const { items } = await get<{ items: { state: string }[] }>("/due", signal);
  return items.map((item) => ({ ...read_listed(item), state: item.state === "overdue" || item.state === "soon" ? item.state : "open" }));
}
export const custody = async (signal?: AbortSignal): Promise<HeldItem[]> => (await get<{ items?: HeldItem[] }>("/custody", signal)).items ?? [];
export const queue = (signal?: AbortSignal) => get<Queue>("/visits", signal);
export const arrive = (purpose: string) => write<Arrived>("POST", "/visits", { purpose });
export const call_visit = (id: string, skip_reason?: string) => write("POST", `/visits/${encodeURIComponent(id)}/call`, skip_reason === undefined ? {} : { skip_reason });
export const finish_visit = (id: string, outcome: "served" | "left") => write("POST", `/visits/${encodeURIComponent(id)}/finish`, { outcome });
