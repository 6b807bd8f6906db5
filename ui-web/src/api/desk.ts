// What else an office's desk asks its node: requests of the portal, existing registrations from a table, the size of a photo.
import { get, send_bytes, write } from "./client";
import type { ApplicationBody, Finding } from "./types";
import { body_of, read_findings } from "./read";

export interface PortalRequest {
  id: string; key: string; received_at: string; due_at: string; name: string; citizenship: string; document: string;
  stay: { from: string; until: string; address: string }; signature: { kind: string; verified: boolean }; body: ApplicationBody;
}
export async function portal_requests(signal?: AbortSignal): Promise<PortalRequest[]> {
  const answer = await get<{ items?: (PortalRequest & { body: unknown })[] }>("/portal-requests", signal);
  return (answer.items ?? []).map((item) => ({ ...item, body: body_of(item.body) }));
}

export interface TakeOverProblem { line: number; field: string; code: string; message: string }
export interface TakeOverReport { rows: number; taken: number; repeated: number; problems: TakeOverProblem[] }
export const take_over = (csv: string, dry_run: boolean) => write<TakeOverReport>("POST", "/take-over", { csv, dry_run });

export interface PhotoCheck { width: number; height: number; findings: Finding[] }
export async function check_photo(file: File): Promise<PhotoCheck> {
  const answer = (await (await send_bytes("/photos/check", file, file.type || "image/jpeg")).json()) as { width?: number; height?: number; findings?: unknown };
  return { width: answer.width ?? 0, height: answer.height ?? 0, findings: read_findings(answer.findings) };
}
