// What the department keeps whole and believes nobody, and the three things that a person can do about it.
import { get, write } from "./client";

export interface QuarantineCase {
  id: string;
  office: string;
  cause: string;
  cause_text: string;
  detail: string;
  fingerprint: string;
  since: string;
  cure: "approve" | "recover" | "release" | "enrol";
  cure_text: string;
  entries: number | null;
}

const path = (id: string, act: string) => `/quarantine/${encodeURIComponent(id)}/${act}`;

/** Oldest first. */
export const quarantine = async (signal?: AbortSignal): Promise<QuarantineCase[]> =>
  (await get<{ items?: QuarantineCase[] }>("/quarantine", signal)).items ?? [];
export const approve = (id: string) => write<{ text: string }>("POST", path(id, "approve"), {});
export const release = (id: string) => write<{ text: string }>("POST", path(id, "release"), {});
export const dismiss = (id: string, reason: string) => write<{ text: string }>("POST", path(id, "dismiss"), { reason });
