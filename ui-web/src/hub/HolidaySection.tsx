// The working calendar (cl. 9): days off of a year, days moved by the government with the day that is worked for them, and a new year.
import { useState } from "preact/hooks";
import type { RuleContent } from "../api/rules";
import { read_date, show_date } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { DateInput, Select } from "../parts/inputs";
import { code_options } from "../record/lists";
import { add_holiday, add_year, holidays_of, kHolidayKinds, last_year, remove_holiday, working_days_of } from "./rule_edit";

interface SectionProps { content: RuleContent; on_change: (content: RuleContent) => void }

const iso = (typed: string): string | undefined => {
  const read = read_date(typed);
  return "iso" in read ? read.iso : undefined;
};

export function HolidaySection(props: SectionProps) {
  const t = useText();
  const { content } = props;
  const years = Object.keys(holidays_of(content)).sort().reverse();
  const [year, set_year] = useState(String(last_year(content)));
  const [day, set_day] = useState("");
  const [kind, set_kind] = useState("moved");
  const [worked, set_worked] = useState("");
  const off = iso(day);
  const instead = iso(worked);
  const ready = off !== undefined && (kind !== "moved" || worked.trim() === "" || instead !== undefined);
  const add = () => {
    if (!off) return;
    props.on_change(add_holiday(content, off, kind, kind === "moved" ? instead : undefined));
    set_year(off.slice(0, 4));
    set_day("");
    set_worked("");
  };
  const worked_for = new Map(working_days_of(content).map((each) => [each.instead_of, each.date]));
  return (
    <details id="rules-holidays" open>
      <summary>{t("rules.calendar")}</summary>
      <div class="add-row">
        <Field id="holiday-day" label={t("rules.day_off")}><DateInput id="holiday-day" value={day} on_change={set_day} placeholder={t("date.form")} /></Field>
        <Field id="holiday-kind" label={t("rules.kind")}><Select id="holiday-kind" value={kind} on_change={set_kind} options={code_options(t, "holiday", kHolidayKinds)} /></Field>
        {kind === "moved" && <Field id="holiday-worked" label={t("rules.worked_instead")}><DateInput id="holiday-worked" value={worked} on_change={set_worked} placeholder={t("date.form")} /></Field>}
        <button type="button" id="holiday-add" disabled={!ready} onClick={add}>{t("rules.add")}</button>
      </div>
      <p class="hint">{t("rules.saturday_hint")}</p>
      <div class="add-row">
        <Field id="holiday-year" label={t("rules.year")}><Select id="holiday-year" value={year} on_change={set_year} options={years.map((code) => ({ code, label: code }))} /></Field>
        <button type="button" id="holiday-next-year" onClick={() => { props.on_change(add_year(content)); set_year(String(last_year(content) + 1)); }}>{t("rules.add_year", { year: last_year(content) + 1 })}</button>
      </div>
      <p class="hint">{t("rules.add_year_hint")}</p>
      <table class="edit-table">
        <thead><tr><th>{t("rules.day_off")}</th><th>{t("rules.kind")}</th><th>{t("rules.worked_instead")}</th><th><span class="visually-hidden">{t("actions")}</span></th></tr></thead>
        <tbody>
          {Object.entries(holidays_of(content)[year] ?? {}).sort().map(([date, name]) => (
            <tr key={date}>
              <td class="nowrap">{show_date(date)}</td><td>{t.code("holiday", name)}</td><td class="nowrap">{show_date(worked_for.get(date))}</td>
              <td class="row-actions"><button type="button" class="quiet" aria-label={`${t("rules.remove")} ${show_date(date)}`} onClick={() => props.on_change(remove_holiday(content, date))}>{t("rules.remove")}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
