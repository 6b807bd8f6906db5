// Who is at the counter: the visit of the queue that was called is the one whose application is taken. With several counters the one that was
// called from this page is meant; where that cannot be told, nobody, until the clerk chooses.
import { type Queue, type Visit, queue } from "../api/day";
import { offered } from "../api/offered";
import { Store } from "../base/store";
import { forget_at_logout } from "../parts/person";

export const known_queue = new Store<Queue | undefined>(undefined);
/** undefined: not chosen; "": nobody of the queue. */
const chosen = new Store<string | undefined>(undefined);
forget_at_logout(() => {
  known_queue.set(undefined);
  chosen.set(undefined);
});

export { chosen as chosen_visit };

/** The visit that an application of this moment belongs to. */
export function visit_at_counter(called: readonly Visit[], choice: string | undefined): Visit | undefined {
  if (choice === "") return undefined;
  const mine = called.find((visit) => visit.id === choice);
  if (mine) return mine;
  const filing = called.filter((visit) => visit.purpose === "application");
  return filing.length === 1 ? filing[0] : undefined;
}

export function served_now(): Visit | undefined {
  return visit_at_counter(known_queue.get()?.called ?? [], chosen.get());
}

/** This page called the visit, or the clerk said that it is the one. */
export function serve(id: string): void {
  chosen.set(id);
}

/** The visit is over: the next one is chosen by being called. */
export function served(id: string): void {
  if (chosen.get() === id || chosen.get() === "") chosen.set(undefined);
}

/** A node without a queue, or one that does not answer, has nobody at the counter. */
export async function ask_queue(signal?: AbortSignal): Promise<Queue | undefined> {
  if (!offered.get().has("GET", "/visits")) return undefined;
  try {
    known_queue.set(await queue(signal));
  } catch {
    known_queue.set(undefined);
  }
  return known_queue.get();
}
