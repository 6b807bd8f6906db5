// The officer's position, as Annex 4 wants it beside signature and name. The daemon does not keep it, so this browser does, once for each
// account: whoever logs in at this PC finds his own, and nobody prints another's. The daemon tells the browser to forget everything at a
// logout; what is known is then written again, since it is about posts of officers and not about applicants.
import { Store } from "../base/store";
import { after_logout, person } from "../parts/person";

const kRemembered = "tirkeu.position";

function remembered(): Record<string, string> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(kRemembered) ?? "{}");
    return read !== null && typeof read === "object" ? (read as Record<string, string>) : {};
  } catch {
    return {};
  }
}

const of_account = remembered();
export const position = new Store<string>("");

function write(): void {
  if (Object.keys(of_account).length === 0) return;
  try {
    localStorage.setItem(kRemembered, JSON.stringify(of_account));
  } catch {
    // Without storage it lasts until the page is left.
  }
}

export function keep_position(text: string): void {
  const account = person.get()?.name ?? "";
  if (account === "") return;
  of_account[account] = text;
  position.set(text);
  write();
}

const follow = () => position.set(of_account[person.get()?.name ?? ""] ?? "");
person.watch(follow);
follow();
after_logout(write);
