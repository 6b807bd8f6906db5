// What the hub says about itself, and the short form of it at the foot of every screen.
import { ApiError, get, poll } from "../api/client";
import { read_offices } from "../api/read";
import type { Duplicate, OfficeLag, Page } from "../api/types";
import { address_of } from "../base/router";
import { show_moment } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { lag_tone } from "./Offices";
import { useEffect } from "preact/hooks";

const kEvery_ms = 15000;

/** The year whose working calendar is still to be issued. */
export function missing_year(calendar: unknown): number | null {
  const year = (calendar as { missing_year?: unknown } | null | undefined)?.missing_year;
  return typeof year === "number" ? year : null;
}

/** Shown only when something waits: the line is for what needs a hand. */
function Waiting(props: { label: string; count: unknown }) {
  if (typeof props.count !== "number" || props.count === 0) return null;
  return <span class="reading lamp-warn"><span class="lamp" aria-hidden="true">▲</span><span class="reading-name">{props.label}</span> <span class="reading-value">{props.count}</span></span>;
}

export function HubStatusLine() {
  const t = useText();
  const data = useData(async (signal) => {
    // The page asks by itself: that must not keep an idle login alive.
    const [offices, status, open] = await Promise.all([
      poll("/offices", signal).then((answer) => read_offices(answer) as OfficeLag[]),
      poll<Record<string, unknown>>("/status", signal),
      poll<Page<Duplicate>>("/duplicates?state=open", signal).catch((error: unknown) => {
        // Not every role may see duplicates.
        if (error instanceof ApiError && error.status === 403) return null;
        throw error;
      }),
    ]);
    return { offices, status, open };
  }, []);
  useEffect(() => {
    const timer = setInterval(data.reload, kEvery_ms);
    return () => clearInterval(timer);
  }, []);
  if (data.error) return <p class="status-line bad" role="alert">■ {t("status.silent_hub")}</p>;
  if (!data.value) return <p class="status-line">{t("loading")}</p>;
  const { offices, status, open } = data.value;
  const heard = offices.filter((office) => lag_tone(office.state, office.lag_s) === "good").length;
  const late = offices.filter((office) => lag_tone(office.state, office.lag_s) === "bad").length;
  const waiting = open ? `${open.items.length}${open.next ? "+" : ""}` : "";
  return (
    <div class="status-line">
      <a class="readings" href={address_of("status")} aria-label={t("status.title")}>
        <span class={`reading lamp-${heard === offices.length ? "good" : late > 0 ? "bad" : "warn"}`}><span class="lamp" aria-hidden="true">{heard === offices.length ? "●" : late > 0 ? "■" : "▲"}</span><span class="reading-name">{t("nav.offices")}</span> <span class="reading-value">{t("status.offices", { seen: heard, total: offices.length })}</span></span>
        {open && <span class={`reading lamp-${open.items.length === 0 ? "good" : "warn"}`}><span class="lamp" aria-hidden="true">{open.items.length === 0 ? "●" : "▲"}</span><span class="reading-name">{t("duplicates.waiting")}</span> <span class="reading-value">{waiting}</span></span>}
        <Waiting label={t("hub_status.open_persons")} count={status["open_persons"]} />
        <Waiting label={t("hub_status.open_complaints")} count={status["open_complaints"]} />
        <Waiting label={t("hub_status.portal_waiting")} count={status["portal_waiting"]} />
        {missing_year(status["calendar"]) !== null && <span class="reading lamp-warn"><span class="lamp" aria-hidden="true">▲</span><span class="reading-value">{t("status.calendar_missing_hub", { year: missing_year(status["calendar"])! })}</span></span>}
      </a>
    </div>
  );
}

export function HubStatus() {
  const t = useText();
  const data = useData((signal) => get<Record<string, unknown>>("/status", signal), []);
  const show = (name: string, value: unknown): string => {
    if (name === "calendar") return missing_year(value) === null ? t("hub_status.complete") : t("status.calendar_missing_hub", { year: missing_year(value)! });
    if (name === "clock") return t.code("clock", String(value));
    if (name === "state") return t.code("hub_state", String(value));
    return typeof value === "string" ? (/^\d{4}-\d{2}-\d{2}T/.test(value) ? show_moment(value) : value) : JSON.stringify(value);
  };
  return (
    <div class="page">
      <div class="page-head"><h1>{t("status.title")}</h1><button type="button" onClick={data.reload}>{t("refresh")}</button></div>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <dl class="facts">
        {Object.entries(data.value ?? {}).map(([name, value]) => <><dt key={name}>{t.code("hub_status", name)}</dt><dd key={`${name}-value`} class={name === "calendar" && missing_year(value) !== null ? "warn strong" : "mono"}>{show(name, value)}</dd></>)}
      </dl>
    </div>
  );
}
