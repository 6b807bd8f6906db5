// When this office is open by the rules in force (cl. 9): due times are reckoned by it, so that the head can see what they are reckoned by.
import * as calls from "../api/calls";
import { useStore } from "../base/store";
import { type Key, useText } from "../i18n/i18n";
import { useData } from "../parts/useData";
import { rules } from "../record/lists";
import { known_status } from "./status_poll";

const kSaturday = "6";

export function OfficeHours() {
  const t = useText();
  const { value } = useData((signal) => calls.information(signal), []);
  const own = useStore(known_status).status?.office ?? "";
  const set = useStore(rules);
  if (!value || Object.keys(value.hours).length === 0) return null;
  const five = set.five_day_offices.includes(own);
  return (
    <section id="office-hours">
      <h2>{t("status.hours")} · {t(five ? "status.week_five" : "status.week_six")}</h2>
      <table class="hours">
        <tbody>
          {Object.entries(value.hours).filter(([weekday]) => !five || weekday !== kSaturday).map(([weekday, hours]) => (
            <tr key={weekday}>
              <th>{t(`day.${weekday}` as Key)}</th>
              <td>{hours.opens}–{hours.closes}</td>
              <td>{hours.break_starts && hours.break_ends ? t("information.break", { from: hours.break_starts, to: hours.break_ends }) : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{t("status.rule_set")}: <span class="mono">{set.id}</span></p>
    </section>
  );
}
