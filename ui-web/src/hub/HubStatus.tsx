// What the hub says about itself, and the short form of it at the foot of every screen.
import * as calls from "../api/calls";
import { ApiError, get } from "../api/client";
import { address_of } from "../base/router";
import { show_moment } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { lag_tone } from "./Offices";
import { useEffect } from "preact/hooks";

const kEvery_ms = 15000;

export function HubStatusLine() {
  const t = useText();
  const data = useData(async (signal) => {
    const [offices, open] = await Promise.all([calls.lagging_offices(signal), calls.duplicates("open", null, signal).catch((error: unknown) => {
      // Not every role may see duplicates.
      if (error instanceof ApiError && error.status === 403) return null;
      throw error;
    })]);
    return { offices, open };
  }, []);
  useEffect(() => {
    const timer = setInterval(data.reload, kEvery_ms);
    return () => clearInterval(timer);
  }, []);
  if (data.error) return <p class="status-line bad" role="alert">■ {t("status.silent_hub")}</p>;
  if (!data.value) return <p class="status-line">{t("loading")}</p>;
  const { offices, open } = data.value;
  const heard = offices.filter((office) => lag_tone(office.state, office.lag_s) === "good").length;
  const late = offices.filter((office) => lag_tone(office.state, office.lag_s) === "bad").length;
  const waiting = open ? `${open.items.length}${open.next ? "+" : ""}` : "";
  return (
    <div class="status-line">
      <a class="readings" href={address_of("status")} aria-label={t("status.title")}>
        <span class={`reading lamp-${heard === offices.length ? "good" : late > 0 ? "bad" : "warn"}`}><span class="lamp" aria-hidden="true">{heard === offices.length ? "●" : late > 0 ? "■" : "▲"}</span><span class="reading-name">{t("nav.offices")}</span> <span class="reading-value">{t("status.offices", { seen: heard, total: offices.length })}</span></span>
        {open && <span class={`reading lamp-${open.items.length === 0 ? "good" : "warn"}`}><span class="lamp" aria-hidden="true">{open.items.length === 0 ? "●" : "▲"}</span><span class="reading-name">{t("duplicates.waiting")}</span> <span class="reading-value">{waiting}</span></span>}
      </a>
    </div>
  );
}

export function HubStatus() {
  const t = useText();
  const data = useData((signal) => get<Record<string, unknown>>("/status", signal), []);
  const show = (value: unknown): string => (typeof value === "string" ? (/^\d{4}-\d{2}-\d{2}T/.test(value) ? show_moment(value) : value) : JSON.stringify(value));
  return (
    <div class="page">
      <div class="page-head"><h1>{t("status.title")}</h1><button type="button" onClick={data.reload}>{t("refresh")}</button></div>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <dl class="facts">
        {Object.entries(data.value ?? {}).map(([name, value]) => <><dt key={name}>{t.code("detail", name)}</dt><dd key={`${name}-value`} class="mono">{show(value)}</dd></>)}
      </dl>
    </div>
  );
}
