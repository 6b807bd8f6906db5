// The line at the foot of every screen. It says what is proved and nothing more: "held by the hub" comes from the hub's receipts, never
// from a successful sending; a figure that is not known is a dash; every lamp has a shape besides its colour.
import { useEffect, useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { Status } from "../api/types";
import { age_of, show_moment } from "../base/dates";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { type Text, useText } from "../i18n/i18n";
import { sentence_of } from "../parts/Notice";
import { missing_offices } from "./FirstQuestion";
import { OfficeHours } from "./OfficeHours";
import { ask_status, known_status } from "./status_poll";

export type Lamp = "good" | "warn" | "bad" | "off";
const kLamps: Record<Lamp, string> = { good: "●", warn: "▲", bad: "■", off: "○" };

export interface Reading { name: string; lamp: Lamp; value: string }
const kStale_h = 24;

function age_words(rfc3339: string | null | undefined, t: Text, now_ms: number): string {
  const age = age_of(rfc3339, now_ms);
  return age ? t.count(`age.${age.unit}`, age.count) : "—";
}

function is_older(rfc3339: string | null | undefined, hours: number, now_ms: number): boolean {
  return now_ms - Date.parse(rfc3339 ?? "") > hours * 3600000;
}

/** The readings of the line; pure, so that each sentence can be tested against the state it is said in. */
export function readings_of(status: Status, t: Text, now_ms: number): Reading[] {
  const { unsent, receipted, sequence, index } = status;
  const missing = missing_offices(index);
  const seen = index?.offices_total === undefined ? "" : ` · ${t("status.offices", { seen: index.offices_seen ?? 0, total: index.offices_total })}`;
  const readings: Reading[] = [
    { name: t("status.unsent"), lamp: unsent === null ? "off" : unsent === 0 ? "good" : "warn", value: unsent === null ? "—" : String(unsent) },
    { name: t("status.held"), lamp: receipted === null ? "off" : receipted === sequence ? "good" : "warn", value: receipted === null ? "—" : t("status.held_value", { receipted, sequence: sequence ?? "—" }) },
    { name: t("status.round"), lamp: status.last_round_at === null ? "off" : is_older(status.last_round_at, kStale_h, now_ms) ? "warn" : "good", value: status.last_round_at === null ? t("status.never") : t("ago", { age: age_words(status.last_round_at, t, now_ms) }) },
    { name: t("status.index"), lamp: !index?.as_of ? "off" : missing.length > 0 || is_older(index.as_of, kStale_h, now_ms) ? "warn" : "good", value: !index?.as_of ? t("status.no_index") : t("ago", { age: age_words(index.as_of, t, now_ms) }) + seen },
    { name: t("status.clock"), lamp: status.clock === "ok" ? "good" : status.clock === "unknown" ? "off" : "warn", value: t.code("clock", status.clock) },
  ];
  if (status.state !== "ok") readings.unshift({ name: t("status.state"), lamp: status.state === "unknown" ? "off" : "bad", value: t.code("node_state", status.state) });
  if (status.calendar_missing !== null) readings.push({ name: t("status.calendar"), lamp: "warn", value: t("status.calendar_missing", { year: status.calendar_missing }) });
  if (status.last_error) readings.push({ name: t("status.error"), lamp: "warn", value: status.last_error });
  return readings;
}

export function StatusLine() {
  const t = useText();
  const known = useStore(known_status);
  if (!known.answering) return <p class="status-line bad" role="alert">■ {t("status.silent")}</p>;
  if (!known.status) return <p class="status-line">{t("loading")}</p>;
  return (
    <div class="status-line">
      <a class="readings" href={address_of("status")} aria-label={t("status.title")}>
        {readings_of(known.status, t, Date.now()).map((reading) => <ReadingMark key={reading.name} reading={reading} />)}
      </a>
      <SyncButton />
    </div>
  );
}

export function ReadingMark(props: { reading: Reading }) {
  const { name, lamp, value } = props.reading;
  return (
    <span class={`reading lamp-${lamp}`} title={`${name}: ${value}`}>
      <span class="lamp" aria-hidden="true">{kLamps[lamp]}</span>
      <span class="reading-name">{name}</span> <span class="reading-value">{value}</span>
    </span>
  );
}

export function SyncButton() {
  const t = useText();
  const [state, set_state] = useState<{ kind: "still" | "running" | "done" } | { kind: "failed"; error: unknown }>({ kind: "still" });
  useEffect(() => {
    if (state.kind !== "done") return;
    const timer = setTimeout(() => set_state({ kind: "still" }), 5000);
    return () => clearTimeout(timer);
  }, [state]);
  const run = async () => {
    set_state({ kind: "running" });
    try {
      await calls.sync_now();
      set_state({ kind: "done" });
    } catch (error) {
      set_state({ kind: "failed", error });
    }
    void ask_status();
  };
  return (
    <span class="sync">
      <span role="status" class={state.kind === "failed" ? "bad" : undefined}>
        {state.kind === "running" ? t("sync.running") : state.kind === "done" ? t("sync.done") : state.kind === "failed" ? sentence_of(state.error, t) : ""}
      </span>
      <button type="button" disabled={state.kind === "running"} onClick={() => void run()}>{t("sync.now")}</button>
    </span>
  );
}

/** The same readings with room for whole sentences. */
export function StatusPage() {
  const t = useText();
  const { status, answering } = useStore(known_status);
  if (!status) return <p class="loading" role="status">{t(answering ? "loading" : "status.silent")}</p>;
  const missing = missing_offices(status.index);
  const rows: [string, string][] = [
    [t("status.unit"), [status.office_name, status.office].filter(Boolean).join(" · ")],
    [t("status.last_round"), status.last_round_at === null ? t("status.never") : show_moment(status.last_round_at)],
    [t("status.index"), status.index?.as_of ? show_moment(status.index.as_of) : t("status.no_index")],
    [t("status.missing"), missing.length > 0 ? missing.join(", ") : "—"],
    [t("status.error"), status.last_error ? [status.last_error, show_moment(status.last_error_at)].filter(Boolean).join(" · ") : "—"],
    [t("status.disk"), status.disk_free_mb === null ? "—" : t("status.disk_value", { mb: status.disk_free_mb })],
    [t("status.version"), status.version || "—"],
  ];
  if (status.advice) rows.unshift([t("status.state"), status.advice]);
  return (
    <div class="page">
      <h1>{t("status.title")}</h1>
      <ul class="readings-list">
        {readings_of(status, t, Date.now()).map((reading) => <li key={reading.name}><ReadingMark reading={reading} /></li>)}
      </ul>
      <dl class="facts">{rows.map(([name, value]) => <FactPair key={name} name={name} value={value} />)}</dl>
      <OfficeHours />
      <p class="hint">{t("status.explain")}</p>
      <SyncButton />
    </div>
  );
}

function FactPair(props: { name: string; value: string }) {
  return <><dt>{props.name}</dt><dd>{props.value}</dd></>;
}
