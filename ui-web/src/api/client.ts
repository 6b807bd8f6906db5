// The one door to the daemon. Same origin only; every answer is JSON; every error is {"error":{code,message,fields}}.
//
// Writes carry X-Tirkeu (against cross-site requests) and an Idempotency-Key. The key belongs to one method, address and body until
// the daemon has answered for certain: a clerk who presses again after a broken connection repeats the same write instead of
// making a second one. A login that ran out is a fact for the whole page (`login_state`), so that a dialog can ask for
// the password over the unfinished form.
import { Store } from "../base/store";
import { uuid } from "../base/uuid";
import { type Language, language } from "../i18n/i18n";
import type { FieldError } from "./types";

export type LoginState = "unknown" | "out" | "in" | "expired";
export const login_state = new Store<LoginState>("unknown");
/** The password was set by somebody else: nothing works until its owner has chosen another. */
export const password_due = new Store(false);

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldError[] = [],
    /** All members of "error": `first` and `horizon` of a first-application answer among them. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
  /** No answer: nobody knows whether the write happened. */
  get unanswered(): boolean {
    return this.status === 0;
  }
}

const open_keys = new Map<string, string>();

export interface WriteOptions {
  /** A key kept elsewhere (in the draft), for writes that must survive a reload of the page. */
  key?: string;
}

/** `words`: the language of the daemon's sentences where it is not the screen's. */
export async function get<T>(path: string, signal?: AbortSignal, words?: Language): Promise<T> {
  return json_of<T>(await send(path, { method: "GET", headers: words ? { "Accept-Language": words } : {}, signal: signal ?? null }));
}

/** A GET that the page makes by itself, again and again: it must not keep an idle login alive. */
export async function poll<T>(path: string, signal?: AbortSignal): Promise<T> {
  return json_of<T>(await send(path, { method: "GET", headers: { "X-Tirkeu-Poll": "1" }, signal: signal ?? null }));
}

export async function write<T>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown, options: WriteOptions = {}): Promise<T> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const slot = `${method} ${path} ${text ?? ""}`;
  const key = options.key ?? open_keys.get(slot) ?? uuid();
  open_keys.set(slot, key);
  const headers: Record<string, string> = { "X-Tirkeu": "1", "Idempotency-Key": key };
  if (text !== undefined) headers["Content-Type"] = "application/json";
  try {
    const answer = await json_of<T>(await send(path, { method, headers, body: text ?? null }));
    open_keys.delete(slot);
    return answer;
  } catch (error) {
    // A definite "no" ends the attempt; silence and faults of the daemon keep the key for the repetition.
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) open_keys.delete(slot);
    throw error;
  }
}

/** Sends the bytes of a bundle as they are; the answer may be JSON or, at the hub, another bundle. */
export async function send_bytes(path: string, bytes: Blob, type: string): Promise<Response> {
  return send(path, {
    method: "POST",
    headers: { "X-Tirkeu": "1", "Idempotency-Key": uuid(), "Content-Type": type },
    body: bytes,
  });
}

export async function receive_bytes(path: string): Promise<Response> {
  return send(path, { method: "GET" });
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("Accept-Language")) headers.set("Accept-Language", language.get());
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, { ...init, headers, credentials: "same-origin", cache: "no-store", redirect: "error" });
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new ApiError(0, "unreachable", "");
  }
  if (answer.ok) return answer;
  const error = await error_of(answer);
  if (error.status === 401 && path !== "/login") login_state.set(login_state.get() === "in" || login_state.get() === "expired" ? "expired" : "out");
  if (error.code === "password_change_required") password_due.set(true);
  throw error;
}

async function json_of<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (text === "") return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(answer.status, "unreadable_answer", "");
  }
}

async function error_of(answer: Response): Promise<ApiError> {
  try {
    const body = (await answer.json()) as { error?: { code?: string; message?: string; fields?: FieldError[] } & Record<string, unknown> };
    const error = body.error ?? {};
    return new ApiError(answer.status, error.code ?? "unknown", error.message ?? "", error.fields ?? [], error);
  } catch {
    return new ApiError(answer.status, "unknown", "");
  }
}
