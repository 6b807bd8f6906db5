// Clause 15 at the counter: was there an application before this one, and how far can the node see to say so. A hit is a question
// and not a wall: the clerk refers the person to that office, or accepts with a reason, and an administrator looks at it.
import { useState } from "preact/hooks";
import type { FirstApplication, Horizon } from "../api/types";
import { age_of, show_date, show_moment } from "../base/dates";
import { type Text, useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { TextArea } from "../parts/inputs";
import { phones_of } from "../api/read";
import { office_name } from "../record/lists";

/** "This office; the department up to 22.11.2026 18:02 (12 hours ago), 18 of 19 offices; missing: Есіл". */
/** `named_max`: beside the form there is room for a few names; the status page has all. */
export function horizon_sentence(horizon: Horizon | null | undefined, t: Text, now_ms: number, named_max = Infinity): string {
  if (!horizon?.as_of) return t("horizon.none");
  const age = age_of(horizon.as_of, now_ms);
  const parts = [t("horizon.as_of", { at: show_moment(horizon.as_of), age: age ? t.count(`age.${age.unit}`, age.count) : "?" })];
  if (horizon.offices_total !== undefined) parts.push(t("horizon.seen", { seen: horizon.offices_seen ?? 0, total: horizon.offices_total }));
  const missing = missing_offices(horizon);
  const more = missing.length - named_max;
  if (missing.length > 0) parts.push(t("horizon.missing", { offices: missing.slice(0, named_max).join(", ") + (more > 0 ? ` … +${more}` : "") }));
  return parts.join("; ");
}

export function missing_offices(horizon: Horizon | null | undefined): string[] {
  return (horizon?.missing ?? []).map((each) => (typeof each === "string" ? office_name(each) : (each.name ?? office_name(each.office ?? "?"))));
}

export function FirstFacts(props: { first: FirstApplication }) {
  const t = useText();
  const { first } = props;
  const phones = phones_of(first.phones);
  return (
    <dl class="facts">
      <dt>{t("first.office")}</dt><dd><strong>{first.office_name}</strong> <span class="code">{first.office}</span></dd>
      <dt>{t("first.ticket")}</dt><dd class="mono strong">{first.ticket_number}</dd>
      <dt>{t("first.accepted")}</dt><dd>{first.accepted_on.length > 10 ? show_moment(first.accepted_on) : show_date(first.accepted_on)}</dd>
      {first.address && <><dt>{t("first.address")}</dt><dd>{first.address}</dd></>}
      {phones.length > 0 && <><dt>{t("first.phones")}</dt><dd class="mono">{phones.join(", ")}</dd></>}
    </dl>
  );
}

export const kDespiteReasons = ["other_person", "other_stay", "other"] as const;

interface QuestionProps {
  code: string;
  first: FirstApplication;
  horizon: Horizon | null;
  on_refer: () => void;
  on_accept: (reason: string) => void;
  on_close: () => void;
}

export function FirstQuestion(props: QuestionProps) {
  const t = useText();
  const [why, set_why] = useState<(typeof kDespiteReasons)[number] | "">("");
  const [words, set_words] = useState("");
  const here = props.code === "already_applied_here";
  const reason = [why !== "" && why !== "other" ? t(`despite.${why}`) : "", words.trim()].filter((part) => part !== "").join(": ");
  const complete = why !== "" && words.trim().length >= 3;
  return (
    <Dialog title={t(here ? "first.title_here" : "first.title_elsewhere")} alert wide on_close={props.on_close}>
      <p>{t("first.rule")}</p>
      <FirstFacts first={props.first} />
      <p class="hint">{t("first.as_known")} {horizon_sentence(props.horizon, t, Date.now())}</p>
      <div class="choice">
        <button type="button" data-first="1" class="primary" onClick={props.on_refer}>{t(here ? "first.open" : "first.refer")}</button>
        <button type="button" onClick={props.on_close}>{t("first.back")}</button>
      </div>
      <fieldset class="despite">
        <legend>{t("despite.title")}</legend>
        {kDespiteReasons.map((each) => (
          <label key={each} class="radio" for={`despite-${each}`}>
            <input id={`despite-${each}`} type="radio" name="despite" checked={why === each} onChange={() => set_why(each)} />
            {t(`despite.${each}`)}
          </label>
        ))}
        <Field id="despite-words" label={t("despite.words")}>
          <TextArea id="despite-words" rows={2} max={500} value={words} on_change={set_words} />
        </Field>
        <p class="hint">{t("despite.review")}</p>
        <button type="button" class="warn" disabled={!complete} onClick={() => props.on_accept(reason)}>{t("despite.accept")}</button>
      </fieldset>
    </Dialog>
  );
}
