// Who is at the screen. The cookie itself is out of the script's sight; whether it still holds is learned by asking.
import * as calls from "../api/calls";
import { ApiError, login_state, password_due } from "../api/client";
import { Store } from "../base/store";
import { choose_language, language } from "../i18n/i18n";

export interface Person { name: string; role: string }
export const person = new Store<Person | null>(null);

const on_leave: (() => void)[] = [];
/** Whatever a screen keeps in memory about people must be forgotten when the clerk leaves. */
export function forget_at_logout(forget: () => void): void {
  on_leave.push(forget);
}

const on_left: (() => void)[] = [];
/** What the browser may remember beyond a logout, which clears everything, is written again afterwards. */
export function after_logout(remember: () => void): void {
  on_left.push(remember);
}

function person_of(answer: unknown, name: string): Person {
  const from = (answer ?? {}) as { user?: unknown; role?: string; name?: string; must_change_password?: boolean };
  password_due.set(from.must_change_password === true);
  const user = (typeof from.user === "object" && from.user !== null ? from.user : from) as { name?: string; role?: string };
  return { name: user.name ?? (typeof from.user === "string" ? from.user : name), role: user.role ?? from.role ?? "" };
}

/** At the start of the page: an old cookie may still be good. */
export async function resume(): Promise<void> {
  try {
    person.set(person_of(await calls.session(), ""));
    login_state.set("in");
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return login_state.set("out");
    if (error instanceof ApiError && error.unanswered) return login_state.set("out");
    if (error instanceof ApiError && error.code === "password_change_required") return login_state.set("in");
    await resume_by_status();
  }
}

/** A daemon without a session call: its status needs a login too, and may name the person. */
async function resume_by_status(): Promise<void> {
  try {
    person.set((await calls.status()).user ?? { name: "", role: "" });
    login_state.set("in");
  } catch {
    login_state.set("out");
  }
}

export async function log_in(name: string, password: string): Promise<void> {
  const before = person.get();
  const answer = await calls.log_in(name, password);
  const entered = person_of(answer, name);
  // Another person at the same screen must not find what the one before had typed.
  if (before && before.name !== "" && before.name !== entered.name) for (const forget of on_leave) forget();
  person.set(entered);
  login_state.set("in");
}

export async function log_out(): Promise<void> {
  for (const forget of on_leave) forget();
  try {
    await calls.log_out();
  } finally {
    // The daemon's answer clears what the browser remembers; the language is worth remembering again.
    choose_language(language.get());
    for (const remember of on_left) remember();
    person.set(null);
    password_due.set(false);
    login_state.set("out");
  }
}
