// The officer's position, as Annex 4 wants it beside signature and name. The daemon does not keep it, so this browser does: it is about
// the officer's post, not about an applicant, and is chosen anew where somebody else sits down.
import { Store } from "../base/store";

const kRemembered = "tirkeu.position";

function remembered(): string {
  try {
    return localStorage.getItem(kRemembered) ?? "";
  } catch {
    return "";
  }
}

export const position = new Store<string>(remembered());

export function keep_position(text: string): void {
  position.set(text);
  try {
    localStorage.setItem(kRemembered, text);
  } catch {
    // Without storage it lasts until the page is left.
  }
}
