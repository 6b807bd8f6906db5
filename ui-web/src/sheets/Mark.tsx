// What a registration looks like on paper (cl. 5): the mark for the card's column, and the label for who applied through the portal.
import type { Application, Label, Office } from "../api/types";
import { show_date, show_moment } from "../base/dates";
import type { Text } from "../i18n/i18n";
import { country_name } from "../record/lists";
import { Signs, full_name } from "./paper";

/** What is written into the card's «тіркеу» column, ready to be cut out or copied. */
export function MarkSheet(props: { application: Application; office: Office | undefined; t: Text }) {
  const { application, office, t } = props;
  const body = application.application;
  return (
    <>
      <h1>{t("mark.title")}</h1>
      <div class="mark">
        <p><b>{office?.name_kk ?? application.office}</b></p>
        <p>{t("mark.registered", { day: show_moment(application.decision?.at) })}</p>
        <p>{t("mark.until", { day: show_date(application.registered_until ?? body.stay.until) })}</p>
        <p>№ <span class="mono">{application.ticket_number}</span></p>
        <p>{full_name(body)} · {body.migration_card.number}</p>
      </div>
      <Signs t={t} name={application.decision?.by ?? application.accepted_by ?? ""} />
      <p class="under">{t("mark.hint")}</p>
    </>
  );
}

/** The label, 105 mm by 74 mm: it goes with the passport, so that a second language stands beside the first, as on other pages of passports. */
export function LabelSheet(props: { label: Label; t: Text }) {
  const { label, t } = props;
  const english = t.in("en");
  const second = t.language === "en" ? t.in("kk") : english;
  const rows = [
    ["label.citizenship", `${country_name(label.citizenship, t.language)} (${label.citizenship})`], ["label.document", label.document], ["label.from", show_date(label.registered_at)], ["label.until", show_date(label.registered_until)],
    ["label.address", label.address], ["label.office", label.office_name],
  ] as const;
  return (
    <>
      <h1>{t("label.title")}</h1>
      <div class="label-frame">
        <p class="label-head"><span>{t("label.head")}</span><span>{second("label.head")}</span></p>
        <p class="label-name"><b>{t("label.registered")} / {second("label.registered")}</b> <span class="mono nowrap">№ {label.number}</span></p>
        <p class="label-name"><b>{label.name}</b></p>
        <table><tbody>{rows.map(([key, value]) => <tr key={key}><th scope="row">{t(key)} / {second(key)}</th><td>{value}</td></tr>)}</tbody></table>
        <p class="label-authority">{t("label.with_passport")} / {second("label.with_passport")}</p>
      </div>
      <p class="under">{t("label.hint")}</p>
    </>
  );
}
