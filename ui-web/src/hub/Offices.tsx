// The department at a glance: every office, when it was last heard of, and what is still on its way to it.
import * as calls from "../api/calls";
import { show_moment } from "../base/dates";
import { type Text, useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";

export type LagTone = "good" | "warn" | "bad" | "off";
const kSigns: Record<LagTone, string> = { good: "●", warn: "▲", bad: "■", off: "○" };

/** An office that was heard of within a day is well; within three, it is time to ask; then somebody must drive. */
export function lag_tone(state: string, lag_s: number | null): LagTone {
  if (state === "revoked" || state === "quarantine" || state === "equivocated") return "bad";
  if (lag_s === null) return "off";
  return lag_s < 86400 ? "good" : lag_s < 3 * 86400 ? "warn" : "bad";
}

export function lag_words(lag_s: number | null, t: Text): string {
  if (lag_s === null) return t("offices.never");
  const minutes = Math.floor(lag_s / 60);
  if (minutes < 60) return t.count("age.minute", minutes);
  return minutes < 2880 ? t.count("age.hour", Math.floor(minutes / 60)) : t.count("age.day", Math.floor(minutes / 1440));
}

export function Offices() {
  const t = useText();
  const data = useData((signal) => calls.lagging_offices(signal), []);
  const offices = data.value ?? [];
  const heard = offices.filter((office) => lag_tone(office.state, office.lag_s) === "good").length;
  return (
    <div class="page-wide">
      <div class="page-head">
        <h1>{t("nav.offices")}</h1>
        <p class="lead">{t("offices.heard", { heard, total: offices.length })}</p>
        <button type="button" onClick={data.reload} disabled={data.loading}>{t("refresh")}</button>
      </div>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class="table-frame" role="region" aria-label={t("nav.offices")} tabIndex={0}>
        <table class="list" aria-label={t("nav.offices")}>
          <thead>
            <tr><th>{t("offices.code")}</th><th>{t("offices.name")}</th><th>{t("offices.state")}</th><th>{t("offices.lag")}</th><th>{t("offices.seen")}</th><th class="right">{t("offices.held")}</th><th class="right">{t("offices.pending")}</th><th class="right">{t("offices.incarnation")}</th></tr>
          </thead>
          <tbody>
            {offices.map((office) => {
              const tone = lag_tone(office.state, office.lag_s);
              return (
                <tr key={office.code}>
                  <td class="mono nowrap">{office.code}</td><td class="strong">{office.name_kk}</td><td class="nowrap">{t.code("office_state", office.state)}</td>
                  <td class={`nowrap lamp-${tone}`}><span class="lamp" aria-hidden="true">{kSigns[tone]}</span> {lag_words(office.lag_s, t)}</td>
                  <td class="nowrap">{show_moment(office.last_seen_at) || "—"}</td>
                  <td class="right mono">{office.last_sequence_held ?? "—"}</td><td class="right mono">{office.pending ?? "—"}</td><td class="right mono">{office.incarnation ?? "—"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
