// Pictures of an application: listed, attached, and where each can be shown from.
import { get, send_bytes } from "./client";
import { read_findings } from "./read";
import type { Finding } from "./types";

export type PictureKind = "photo" | "scan";
export interface Picture {
  id: string; kind: PictureKind; paper: string | null; width: number; height: number; size: number; clerk: string; recorded_at: string;
  /** Bytes that are here, and those that the hub said it holds. */
  held: number; told: number;
  /** false: the bytes are neither here nor expected; they were taken on another machine. */
  known?: boolean;
  /** At the hub: why the picture is kept but not shown. */
  fault?: string | null;
}

const part = encodeURIComponent;

export async function pictures(application: string, signal?: AbortSignal): Promise<Picture[]> {
  return (await get<{ items?: Picture[] }>(`/applications/${part(application)}/attachments`, signal)).items ?? [];
}

export async function attach_picture(application: string, kind: PictureKind, paper: string | null, file: File): Promise<Finding[]> {
  const about = `kind=${kind}${paper ? `&paper=${part(paper)}` : ""}`;
  const answer = await send_bytes(`/applications/${part(application)}/attachments?${about}`, file, file.type || "image/jpeg");
  return read_findings(((await answer.json()) as { findings?: unknown }).findings);
}

/** Same origin, so the browser sends the login along. */
export const picture_address = (id: string): string => `/api/v1/attachments/${part(id)}`;

export type PictureRoad = "whole" | "coming" | "waiting" | "going" | "at_hub" | "elsewhere" | "unfit";

/** Where the bytes of a picture are, as its list says: at the hub only its own prefix counts, at a node also what the hub told. */
export function road_of(picture: Pick<Picture, "size" | "held" | "told" | "known" | "fault">, at_hub: boolean): PictureRoad {
  if (picture.fault) return "unfit";
  if (picture.known === false) return at_hub ? "unfit" : "elsewhere";
  if (picture.held < picture.size) return "coming";
  if (at_hub) return "whole";
  if (picture.told >= picture.size) return "at_hub";
  return picture.told > 0 ? "going" : "waiting";
}

/** Rounded down, so that 100 % is said of nothing that is not whole. */
export function percent_of(part_: number, whole: number): number {
  return whole <= 0 ? 0 : Math.floor((100 * part_) / whole);
}
