// The officer's position and full name, as Annex 4 wants them beside the signature. The daemon knows accounts only, so this browser keeps
// them, once for each account: whoever logs in at this PC finds his own, and a sheet names the one who accepted or decided, whoever prints
// it. The daemon tells the browser to forget everything at a logout; what is known is then written again, since it is about posts of
// officers and not about applicants.
import { Store } from "../base/store";
import { after_logout, person } from "../parts/person";

export interface Officer { position: string; name: string }

const kRemembered = "tirkeu.officers";
const kNobody: Officer = { position: "", name: "" };

const text_of = (value: unknown): string => (typeof value === "string" ? value : "");

function remembered(): Record<string, Officer> {
  try {
    const read = JSON.parse(localStorage.getItem(kRemembered) ?? "{}") as Record<string, Partial<Officer> | null>;
    return Object.fromEntries(Object.entries(read ?? {}).map(([account, one]) => [account, { position: text_of(one?.position), name: text_of(one?.name) }]));
  } catch {
    return {};
  }
}

const of_account = remembered();
/** Of who is logged in. */
export const officer = new Store<Officer>(kNobody);

function write(): void {
  if (Object.keys(of_account).length === 0) return;
  try {
    localStorage.setItem(kRemembered, JSON.stringify(of_account));
  } catch {
    // Without storage it lasts until the page is left.
  }
}

export function keep_officer(change: Partial<Officer>): void {
  const account = person.get()?.name ?? "";
  if (account === "") return;
  const kept = { ...(of_account[account] ?? kNobody), ...change };
  of_account[account] = kept;
  officer.set(kept);
  write();
}

/** Who signs as this account: by the account's name where the full one is not known here. */
export function officer_of(account: string): Officer {
  const known = of_account[account] ?? kNobody;
  return { position: known.position, name: known.name || account };
}

const follow = () => officer.set(of_account[person.get()?.name ?? ""] ?? kNobody);
person.watch(follow);
follow();
after_logout(write);
