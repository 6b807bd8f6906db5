// The department's rule sets at the hub: which are known, what the next one would change, and its issue.
import { get, write } from "./client";

export interface KnownSet { id: string; valid_from: string; valid_from_doubtful: boolean; calendar_through: string; in_force: boolean }
export interface Preview { id: string; valid_from: string; valid_from_doubtful: boolean; before: string; differences: string[] }
export type RuleContent = Record<string, unknown>;

/** In the order of their coming into force; there is always one. */
export const known_sets = async (signal?: AbortSignal): Promise<KnownSet[]> => (await get<{ items?: KnownSet[] }>("/rules/all", signal)).items ?? [];
export const rule_set = (id: string, signal?: AbortSignal) => get<RuleContent>(`/rules?id=${encodeURIComponent(id)}`, signal);
export const preview = (content: RuleContent | string) => write<Preview>("POST", "/rules/preview", { content });
export const issue = (content: RuleContent | string) => write<Preview>("POST", "/rules", { content });
export const transfer = (id: string, to_office: string, reason: string) => write("POST", `/applications/${encodeURIComponent(id)}/transfer`, { to_office, reason });
