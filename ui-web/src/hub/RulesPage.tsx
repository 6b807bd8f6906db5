// The department's rule sets: which are known and which is in force; from here the next one is prepared.
import { known_sets } from "../api/rules";
import { show_date } from "../base/dates";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { person } from "../parts/person";
import { useData } from "../parts/useData";

export function RulesPage() {
  const t = useText();
  const role = useStore(person)?.role;
  const data = useData((signal) => known_sets(signal), []);
  const items = [...(data.value ?? [])].reverse();
  return (
    <div class="page">
      <div class="page-head">
        <h1>{t("nav.rules")}</h1>
        {role === "admin" && <a class="button primary-link" id="rules-next" href={address_of("rules", "new")}>{t("rules.prepare")}</a>}
      </div>
      <p class="lead">{t("rules.what")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class="table-frame" role="region" aria-label={t("nav.rules")} tabIndex={0}>
        <table class="list" id="rules-list">
          <thead><tr><th>{t("rules.id")}</th><th>{t("rules.valid_from")}</th><th>{t("rules.calendar_through")}</th><th>{t("book.state")}</th></tr></thead>
          <tbody>
            {items.map((set) => (
              <tr key={set.id}>
                <td class="mono">{set.id}</td>
                <td class="nowrap">{show_date(set.valid_from)}{set.valid_from_doubtful && <span class="hint"> {t("rules.doubtful")}</span>}</td>
                <td class="nowrap">{show_date(set.calendar_through)}</td>
                <td>{set.in_force ? <span class="chip chip-confirmed">● {t("rules.in_force")}</span> : items.findIndex((each) => each.in_force) > items.indexOf(set) ? <span class="chip chip-review">{t("rules.to_come")}</span> : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
