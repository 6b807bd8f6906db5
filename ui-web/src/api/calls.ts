// Every call that the screens make, in one list: the table of contents of what the UI needs from the daemons.
import { get, poll, receive_bytes, send_bytes, write } from "./client";
import * as read from "./read";
import type { Language } from "../i18n/i18n";
import type {
  Accepted, Application, ApplicationBody, Check, Draft, Duplicate, Information, ListedApplication, Mrz, Office, OfficeLag, Page, Rules, Status, User,
} from "./types";

export const kBundleType = "application/vnd.tirkeu.bundle";
const part = encodeURIComponent;

function query(values: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value);
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

export interface Sought { q?: string; state?: string; confirmation?: string; from?: string; to?: string; cursor?: string | null; office?: string }
/** `draft`: the slot that the node forgets in the same transaction as it accepts. */
export type ApplicationRequest = ApplicationBody & { mrz?: string; despite?: { reason: string }; draft?: string; paper?: { number: string; accepted_at: string }; filing?: string; visit?: string; portal_request?: string };

export const log_in = (user: string, password: string) => write<{ user?: unknown; role?: string } | undefined>("POST", "/login", { user, password });
export const log_out = () => write<void>("POST", "/logout");
export const change_password = (current: string, password: string) => write<void>("POST", "/password", { current, new: password });
export const status = async (signal?: AbortSignal): Promise<Status> => read.read_status(await poll("/status", signal));
export const session = async (): Promise<unknown> => get("/me");

export const rules = async (): Promise<Rules> => read.read_rules(await get("/rules"));
export const offices = async (): Promise<Office[]> => read.read_offices(await get("/offices"));
export const information = async (signal?: AbortSignal): Promise<Information> => read.read_information(await get("/information", signal));

export const check = async (body: ApplicationRequest): Promise<Check> => read.read_check(await write("POST", "/applications/check", body));
export const accept = async (body: ApplicationRequest, key: string): Promise<Accepted> => read.read_accepted(await write("POST", "/applications", body, { key }));
export const mrz = (lines: string[]) => write<Mrz>("POST", "/mrz", { lines });

export async function applications(sought: Sought, signal?: AbortSignal): Promise<Page<ListedApplication>> {
  const page = await get<Page<unknown>>(`/applications${query({ ...sought })}`, signal);
  return { items: page.items.map(read.read_listed), next: page.next };
}
export const application = async (id: string, signal?: AbortSignal, words?: Language): Promise<Application> => read.read_application(await get(`/applications/${part(id)}`, signal, words));
export const decide = (id: string, body: { decision: string; ground?: string; text?: string }) => write("POST", `/applications/${part(id)}/decision`, body);
export const withdraw = (id: string, reason: string) => write("POST", `/applications/${part(id)}/withdrawal`, { reason });
export const depart = (id: string, departed_on: string) => write("POST", `/applications/${part(id)}/departure`, { departed_on });
export const add_papers = (id: string, documents: string[]) => write("POST", `/applications/${part(id)}/papers`, { documents });
export const correct = (id: string, application_: ApplicationBody, reason: string) =>
  write("POST", `/applications/${part(id)}/correction`, { application: application_, reason });

export const drafts = async (): Promise<Draft[]> => (await get<{ items?: Draft[] }>("/drafts")).items ?? [];
export const draft = (slot: string) => get<Draft>(`/drafts/${part(slot)}`);
export const save_draft = (slot: string, body: unknown) => write<void>("PUT", `/drafts/${part(slot)}`, { body });
export const drop_draft = (slot: string) => write<void>("DELETE", `/drafts/${part(slot)}`);

export const sync_now = () => write<unknown>("POST", "/sync");
export const bundle_out = () => receive_bytes("/bundle");
export const bundle_in = (file: Blob) => send_bytes("/bundle", file, kBundleType);

export const users = async (signal?: AbortSignal): Promise<User[]> => {
  const answer = await get<User[] | { items?: User[]; users?: User[] }>("/users", signal);
  return Array.isArray(answer) ? answer : (answer.items ?? answer.users ?? []);
};
export const add_user = (name: string, role: string, password: string) => write("POST", "/users", { name, role, password });
export const reset_password = (name: string, password: string) => write("POST", `/users/${part(name)}/password`, { password });
export const enable_user = (name: string) => write("POST", `/users/${part(name)}/enable`);
export const disable_user = (name: string) => write("POST", `/users/${part(name)}/disable`);

export const lagging_offices = async (signal?: AbortSignal): Promise<OfficeLag[]> => read.read_offices(await get("/offices", signal)) as OfficeLag[];
export const duplicates = (state: string, cursor: string | null, signal?: AbortSignal) => get<Page<Duplicate>>(`/duplicates${query({ state, cursor })}`, signal);
export const duplicate = (id: string, signal?: AbortSignal) => get<Duplicate>(`/duplicates/${part(id)}`, signal);
export const judge = (id: string, body: { first: string; reason: string } | { distinct: true; reason: string }) =>
  write("POST", `/duplicates/${part(id)}/decision`, body);
