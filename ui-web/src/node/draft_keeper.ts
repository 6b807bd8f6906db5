// Keeps what is being typed safe at the node: a moment after typing stops, and at once when a field is left. Nothing is kept in the
// browser, because a draft is personal data and the PC may be shared.
//
// Saves never overlap: while one is under way the newest form waits, older ones are dropped. A failed save says so on the
// screen and is tried again with the next change and every ten seconds.
import * as calls from "../api/calls";
import { Store } from "../base/store";
import type { Form } from "../record/form";

const kQuiet_ms = 700;
const kRetry_ms = 10000;

export type DraftState = { kind: "empty" } | { kind: "waiting" } | { kind: "saving" } | { kind: "saved"; at: Date } | { kind: "failed" };
export interface DraftBody extends Form {
  /** Set just before the acceptance is sent: after a reload the same application is sent under the same key. */
  attempt?: { key: string; body: string };
}

export class DraftKeeper {
  readonly state = new Store<DraftState>({ kind: "empty" });
  private waiting_: DraftBody | undefined;
  private saving_ = false;
  private closed_ = false;
  private timer_: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly slot: string,
    private readonly save_: (slot: string, body: unknown) => Promise<unknown> = calls.save_draft,
    private readonly drop_: (slot: string) => Promise<unknown> = calls.drop_draft,
  ) {}

  changed(body: DraftBody): void {
    if (this.closed_) return;
    this.waiting_ = body;
    if (!this.saving_) this.state.set({ kind: "waiting" });
    this.again_in_(kQuiet_ms);
  }

  /** A field was left: no more waiting. */
  left(): void {
    if (this.waiting_) void this.flush();
  }

  /** Resolves when everything given so far is at the node, or the attempt failed. */
  async flush(): Promise<void> {
    clearTimeout(this.timer_);
    if (this.saving_ || this.closed_ || !this.waiting_) return;
    const body = this.waiting_;
    this.waiting_ = undefined;
    this.saving_ = true;
    this.state.set({ kind: "saving" });
    try {
      await this.save_(this.slot, body);
      this.state.set({ kind: "saved", at: new Date() });
    } catch {
      this.waiting_ = this.waiting_ ?? body;
      this.state.set({ kind: "failed" });
      this.saving_ = false;
      return this.again_in_(kRetry_ms);
    }
    this.saving_ = false;
    if (this.waiting_) await this.flush();
  }

  /** Accepted or thrown away: the draft goes, and late saves must not bring it back. */
  async drop(): Promise<void> {
    this.close();
    await this.drop_(this.slot).catch(() => undefined);
  }

  close(): void {
    this.closed_ = true;
    clearTimeout(this.timer_);
  }

  private again_in_(delay_ms: number): void {
    clearTimeout(this.timer_);
    if (!this.closed_) this.timer_ = setTimeout(() => void this.flush(), delay_ms);
  }
}
