// Forms for the other changes that come up: Annex 3, the targets of Annex 5, and the localities of an office (cl. 13).
import { useState } from "preact/hooks";
import type { RuleContent } from "../api/rules";
import { today } from "../base/period";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { PickList } from "../parts/PickList";
import { Select, TextArea, TextInput } from "../parts/inputs";
import { country_name, country_options, office_options, offices } from "../record/lists";
import { type Term, kIndicators, localities_of, remove_visa_free, set_localities, set_target, set_visa_free, targets_of, visa_free_of } from "./rule_edit";

interface SectionProps { content: RuleContent; on_change: (content: RuleContent) => void }

/** The term as two answers: the unit ("" where the annex states none) and the count. */
function term_of(unit: string, count: string): Term | undefined {
  if (unit === "") return {};
  const number = Number(count);
  return Number.isInteger(number) && number > 0 ? (unit === "days" ? { days: number } : { months: number }) : undefined;
}

export function VisaFreeSection(props: SectionProps) {
  const t = useText();
  const { content } = props;
  const [state, set_state] = useState("");
  const [unit, set_unit] = useState("days");
  const [count, set_count] = useState("");
  const term = term_of(unit, count);
  const show = (each: Term) => (each.days ? t.count("rules.days", each.days) : each.months ? t.count("rules.months", each.months) : t("rules.no_term"));
  const choose = (code: string) => {
    set_state(code);
    const known = visa_free_of(content)[code];
    if (!known) return;
    set_unit(known.days ? "days" : known.months ? "months" : "");
    set_count(String(known.days ?? known.months ?? ""));
  };
  return (
    <details id="rules-visa-free">
      <summary>{t("rules.visa_free")}</summary>
      <div class="add-row">
        <Field id="visa-free-state" label={t("rules.state")}><PickList id="visa-free-state" value={state} on_change={choose} options={country_options(t.language, true)} show_code /></Field>
        <Field id="visa-free-unit" label={t("rules.term")}><Select id="visa-free-unit" value={unit} on_change={set_unit} options={[{ code: "", label: t("rules.no_term") }, { code: "days", label: t("rules.unit_days") }, { code: "months", label: t("rules.unit_months") }]} /></Field>
        {unit !== "" && <Field id="visa-free-count" label={t("rules.count")}><TextInput id="visa-free-count" value={count} on_change={set_count} numeric max={4} /></Field>}
        <button type="button" id="visa-free-set" disabled={state === "" || !term} onClick={() => { if (term) props.on_change(set_visa_free(content, state, term)); set_state(""); set_count(""); }}>{t("rules.set")}</button>
      </div>
      <table class="edit-table">
        <thead><tr><th>{t("rules.state")}</th><th>{t("rules.term")}</th><th><span class="visually-hidden">{t("actions")}</span></th></tr></thead>
        <tbody>
          {Object.entries(visa_free_of(content)).map(([code, each]) => (
            <tr key={code}>
              <td>{country_name(code, t.language)} <span class="code">{code}</span></td><td>{show(each)}</td>
              <td class="row-actions">
                <button type="button" class="quiet" aria-label={`${t("rules.change")} ${code}`} onClick={() => { choose(code); document.getElementById("visa-free-count")?.focus(); }}>{t("rules.change")}</button>
                <button type="button" class="quiet" aria-label={`${t("rules.remove")} ${code}`} onClick={() => props.on_change(remove_visa_free(content, code))}>{t("rules.remove")}</button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

export function TargetSection(props: SectionProps) {
  const t = useText();
  const { content } = props;
  const now = Number(today().slice(0, 4));
  const years = [...new Set([...Object.keys(targets_of(content)).map(Number), now, now + 1])].sort();
  const [year, set_year] = useState(String(now));
  // What is being typed and is no number yet must not vanish.
  const [typed, set_typed] = useState<Record<string, string>>({});
  const rows = targets_of(content)[year] ?? {};
  const cell = (indicator: string, column: "normative" | "next_year") => {
    const id = `target-${indicator.replace(".", "-")}-${column.replace("_", "-")}`;
    const value = typed[id + year] ?? (rows[indicator]?.[column] ?? "").toString();
    const wrong = set_target(content, year, indicator, column, value) === undefined;
    return (
      <td>
        <label for={id} class="visually-hidden">{t.code("indicator_name", indicator)} — {t(column === "normative" ? "indicators.normative" : "indicators.next_year")}</label>
        <TextInput id={id} value={value} numeric max={6} invalid={wrong} on_change={(text) => {
          set_typed({ ...typed, [id + year]: text });
          const next = set_target(content, year, indicator, column, text);
          if (next) props.on_change(next);
        }} />
      </td>
    );
  };
  return (
    <details id="rules-targets">
      <summary>{t("rules.targets")}</summary>
      <p class="hint">{t("rules.targets_hint")}</p>
      <div class="add-row"><Field id="target-year" label={t("rules.year")}><Select id="target-year" value={year} on_change={set_year} options={years.map((each) => ({ code: String(each), label: String(each) }))} /></Field></div>
      <table class="edit-table">
        <thead><tr><th>{t("indicators.name")}</th><th>{t("indicators.normative")}, %</th><th>{t("indicators.next_year")}, %</th></tr></thead>
        <tbody>{kIndicators.map((indicator) => <tr key={indicator}><td>{t.code("indicator_name", indicator)}</td>{cell(indicator, "normative")}{cell(indicator, "next_year")}</tr>)}</tbody>
      </table>
    </details>
  );
}

export function LocalitySection(props: SectionProps) {
  const t = useText();
  const { content } = props;
  const list = useStore(offices);
  const [office, set_office] = useState("");
  const [typed, set_typed] = useState("");
  const choose = (code: string) => {
    set_office(code);
    set_typed((localities_of(content)[code] ?? []).join("\n"));
  };
  return (
    <details id="rules-localities">
      <summary>{t("rules.localities")}</summary>
      <p class="hint">{t("rules.localities_hint")}</p>
      <Field id="locality-office" label={t("book.office")}><PickList id="locality-office" value={office} on_change={choose} options={office_options(list)} show_code /></Field>
      {office !== "" && (
        <Field id="locality-names" label={t("rules.localities_of")}>
          <TextArea id="locality-names" value={typed} rows={7} max={20000} on_change={(text) => { set_typed(text); props.on_change(set_localities(content, office, text)); }} />
        </Field>
      )}
    </details>
  );
}
