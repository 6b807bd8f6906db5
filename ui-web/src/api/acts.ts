// The acts of an office after acceptance (extension, address, card, custody), and what it keeps, owes and serves today.
import { write } from "./client";

export type ActName = "extension" | "address" | "card" | "received" | "returned";

/** The route of an act, as the daemon's description names it. */
export function act_route(name: ActName): string {
  return `/applications/{id}/${name === "received" || name === "returned" ? "custody" : name}`;
}

export const record_act = (name: ActName, id: string, body: Record<string, unknown>) =>
  write("POST", act_route(name).replace("{id}", encodeURIComponent(id)), body);
