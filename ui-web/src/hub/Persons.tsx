// Same person, other document: pairs that the machine found alike, never decided by it. An administrator sees both side by side with what speaks
// for and against, and says same, different or unsure (keys 1, 2, 3), always with a reason; a later judgement takes the place of this one.
import { useEffect, useState } from "preact/hooks";
import { type PersonPair, type PersonSide, judge_persons, persons } from "../api/persons";
import { body_of } from "../api/read";
import { show_moment } from "../base/dates";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { Failure, Notice } from "../parts/Notice";
import { Select, TextArea } from "../parts/inputs";
import { person } from "../parts/person";
import { useData } from "../parts/useData";
import { compare_applications } from "../record/difference";
import { person_name, show_value } from "../record/show";
import { ComparedRow } from "./DuplicatePage";

export const kJudgements = ["same", "different", "unsure"] as const;
export type Judgement = (typeof kJudgements)[number];

/** Digits work above the letters and on the keypad alike. */
export function judgement_of_key(code: string): Judgement | undefined {
  const digit = /^(?:Digit|Numpad)([123])$/.exec(code)?.[1];
  return digit === undefined ? undefined : kJudgements[Number(digit) - 1];
}

export function Persons() {
  const t = useText();
  const [state, set_state] = useState("open");
  const [cursors, set_cursors] = useState<(string | null)[]>([null]);
  const [at, set_at] = useState(0);
  const cursor = cursors[cursors.length - 1] ?? null;
  const data = useData((signal) => persons(state, cursor, signal), [state, cursor]);
  const items = data.value?.items ?? [];
  const pair = items[Math.min(at, items.length - 1)];
  return (
    <div class="page-wide duplicate">
      <div class="page-head">
        <h1>{t("nav.persons")}</h1>
        <label for="persons-state" class="visually-hidden">{t("duplicates.state")}</label>
        <Select id="persons-state" value={state} on_change={(chosen) => { set_state(chosen); set_cursors([null]); set_at(0); }} options={["open", "judged"].map((code) => ({ code, label: t.code("persons_state", code) }))} />
        {items.length > 0 && <p>{Math.min(at, items.length - 1) + 1} / {items.length}{data.value?.next ? "+" : ""}</p>}
        <button type="button" id="persons-before" disabled={at === 0} onClick={() => set_at(at - 1)}>{t("persons.before")}</button>
        <button type="button" id="persons-next" disabled={at >= items.length - 1 && !data.value?.next} onClick={() => { if (at < items.length - 1) set_at(at + 1); else { set_cursors([...cursors, data.value?.next ?? null]); set_at(0); } }}>{t("persons.next")}</button>
      </div>
      <p class="lead">{t("persons.what")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {data.value && !pair && <p class="empty">{t("persons.none")}</p>}
      {pair && (
        <div class="duplicate-body">
          <Compared pair={pair} />
          <JudgementBox key={pair.id} pair={pair} on_done={data.reload} />
        </div>
      )}
    </div>
  );
}

function Compared(props: { pair: PersonPair }) {
  const t = useText();
  const [left, right] = props.pair.sides;
  if (!left || !right) return <Notice tone="warn">{t("persons.side_gone")}</Notice>;
  const fields = compare_applications(body_of(left), body_of(right), (path, value) => show_value(path, value, t));
  const head = (side: PersonSide) => <>{person_name(side.application.applicant)}<br />{side.office_name}<br /><span class="mono">{side.ticket_number}</span> · {show_moment(side.accepted_at)}</>;
  return (
    <div class="table-frame" role="region" aria-label={t("nav.persons")} tabIndex={0}>
      <table class="compare">
        <thead><tr><th><span class="visually-hidden">{t("duplicate.field")}</span></th><th>{head(left)}</th><th><span class="visually-hidden">{t("duplicate.likeness")}</span></th><th>{head(right)}</th></tr></thead>
        <tbody>{fields.map((field) => <ComparedRow key={field.path} field={field} />)}</tbody>
      </table>
    </div>
  );
}

const signed = (bits: number): string => (bits > 0 ? "+" : bits < 0 ? "−" : "") + Math.abs(bits).toFixed(1);

function JudgementBox(props: { pair: PersonPair; on_done: () => void }) {
  const t = useText();
  const { pair } = props;
  const role = useStore(person)?.role;
  const [choice, set_choice] = useState<Judgement | undefined>(undefined);
  const [reason, set_reason] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      const judgement = judgement_of_key(event.code);
      if (!judgement || event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as HTMLElement).tagName)) return;
      event.preventDefault();
      set_choice(judgement);
      document.getElementById("person-reason")?.focus();
    };
    window.addEventListener("keydown", on_key);
    return () => window.removeEventListener("keydown", on_key);
  }, []);
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await judge_persons(pair.id, choice!, reason.trim());
      props.on_done();
    } catch (error) {
      set_failure(error);
    }
    set_busy(false);
  };
  return (
    <fieldset class="box decision">
      <legend>{t("persons.weight", { bits: signed(pair.bits) })}{pair.highlighted && ` · ${t("persons.strong")}`}</legend>
      <table class="weights">
        <tbody>{pair.parts.map((part) => <tr key={part.field}><th scope="row">{part.field_name}</th><td>{part.level_name}</td><td class="right mono">{signed(part.bits)}</td></tr>)}</tbody>
      </table>
      {pair.judgement && <Notice tone="plain"><b>{t.code("judgement", pair.judgement.judgement)}</b>: {pair.judgement.reason} — {pair.judgement.decided_by}, {show_moment(pair.judgement.decided_at)}</Notice>}
      {role !== "auditor" && (
        <>
          {kJudgements.map((judgement, at) => (
            <label key={judgement} class="radio" for={`judgement-${judgement}`}>
              <input id={`judgement-${judgement}`} type="radio" name="judgement" checked={choice === judgement} onChange={() => set_choice(judgement)} />
              <kbd>{at + 1}</kbd> {t(`judgement.${judgement}`)}
            </label>
          ))}
          <Field id="person-reason" label={t("duplicate.reason")}><TextArea id="person-reason" value={reason} on_change={set_reason} rows={2} /></Field>
          {failure !== undefined && <Failure error={failure} />}
          <button type="button" class="primary" disabled={busy || choice === undefined || reason.trim().length < 3} onClick={() => void send()}>{t("duplicate.send")}</button>
          <p class="hint">{t("persons.consequence")}</p>
        </>
      )}
    </fieldset>
  );
}
