// What the node says about itself, asked every ten seconds and after every write that changes it. When the node itself does not
// answer, the line says that instead of showing old figures as if they were new.
import * as calls from "../api/calls";
import { ApiError, login_state } from "../api/client";
import type { Status } from "../api/types";
import { Store } from "../base/store";
import { person } from "../parts/person";

const kEvery_ms = 10000;

export interface Known { status: Status | undefined; answering: boolean; asked_at: number }
export const known_status = new Store<Known>({ status: undefined, answering: true, asked_at: 0 });

let timer: ReturnType<typeof setTimeout> | undefined;

export async function ask_status(): Promise<void> {
  clearTimeout(timer);
  if (login_state.get() === "in") {
    try {
      const status = await calls.status();
      known_status.set({ status, answering: true, asked_at: Date.now() });
      if (status.user && status.user.name !== person.get()?.name) person.set(status.user);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) known_status.set({ ...known_status.get(), answering: false });
    }
  }
  clearTimeout(timer);
  timer = setTimeout(() => void ask_status(), kEvery_ms);
}
