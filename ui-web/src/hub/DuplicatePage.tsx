// Two applications of what may be one stay, side by side, with what can be proved about their times; then a person's decision.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import { body_of } from "../api/read";
import type { Duplicate, DuplicateClaim } from "../api/types";
import { show_moment, show_second } from "../base/dates";
import { address_of, go } from "../base/router";
import { type Key, useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { Failure, Notice } from "../parts/Notice";
import { Select, TextArea } from "../parts/inputs";
import { useData } from "../parts/useData";
import { type ComparedField, type Piece, compare_applications } from "../record/difference";
import { show_value } from "../record/show";

const kLetters = ["A", "B", "C", "D", "E", "F"];

export function DuplicatePage(props: { id: string }) {
  const t = useText();
  const data = useData((signal) => calls.duplicate(props.id, signal), [props.id]);
  const [other, set_other] = useState(1);
  const duplicate = data.value;
  if (!duplicate) return data.error ? <Failure error={data.error} on_repeat={data.reload} /> : <p class="loading" role="status">{t("loading")}</p>;
  const left = duplicate.claims[0];
  const right = duplicate.claims[other];
  return (
    <div class="page-wide duplicate">
      <div class="page-head">
        <a href={address_of("duplicates")}>{t("back")}</a>
        <h1>{t("duplicate.title")}</h1>
        <b>{t.code("duplicate_state", duplicate.state)}</b>
        {duplicate.grade && <span class="grade">{t.code("grade", duplicate.grade)}</span>}
      </div>
      {duplicate.reason && <Notice tone="plain">{duplicate.reason}{duplicate.decided_by && ` — ${duplicate.decided_by}, ${show_moment(duplicate.decided_at)}`}</Notice>}
      {duplicate.claims.length > 2 && (
        <Field id="other-claim" label={t("duplicate.compare_with")}>
          <Select id="other-claim" value={String(other)} on_change={(value) => set_other(Number(value))} options={duplicate.claims.slice(1).map((claim, at) => ({ code: String(at + 1), label: `${kLetters[at + 1] ?? at + 1}: ${claim.office_name} ${claim.ticket_number}` }))} />
        </Field>
      )}
      <div class="duplicate-body">
        {left && right && <SideBySide left={left} right={right} right_letter={kLetters[other] ?? "?"} />}
        <Decision duplicate={duplicate} on_done={() => go("duplicates")} />
      </div>
    </div>
  );
}

function SideBySide(props: { left: DuplicateClaim; right: DuplicateClaim; right_letter: string }) {
  const t = useText();
  const { left, right } = props;
  const fields = compare_applications(body_of(left), body_of(right), (path, value) => show_value(path, value, t));
  const clock = (claim: DuplicateClaim) => claim.clock.map((flag) => t.code("clock", flag)).join(", ") || t.code("clock", "ok");
  const row = (label: string, of: (claim: DuplicateClaim) => string, mono = false) => (
    <tr><th scope="row">{label}</th><td class={mono ? "mono" : undefined}>{of(left)}</td><td class="like">{of(left) === of(right) ? "=" : ""}</td><td class={mono ? "mono" : undefined}>{of(right)}</td></tr>
  );
  return (
    <div class="table-frame" role="region" aria-label={t("duplicate.title")} tabIndex={0}>
      <table class="compare">
        <thead><tr><th><span class="visually-hidden">{t("duplicate.field")}</span></th><th>A · {left.office_name}</th><th><span class="visually-hidden">{t("duplicate.likeness")}</span></th><th>{props.right_letter} · {right.office_name}</th></tr></thead>
        <tbody>
          {row(t("first.ticket"), (claim) => claim.ticket_number, true)}
          {row(t("duplicate.accepted_at"), (claim) => show_second(claim.accepted_at))}
          {row(t("duplicate.not_before"), (claim) => show_second(claim.not_before) || "—")}
          {row(t("duplicate.not_after"), (claim) => show_second(claim.not_after) || "—")}
          {row(t("duplicate.clock"), clock)}
          {(left.despite || right.despite) && row(t("duplicate.despite"), (claim) => t(claim.despite ? "yes" : "no"))}
          {(left.withdrawn || right.withdrawn) && row(t.code("state", "withdrawn"), (claim) => t(claim.withdrawn ? "yes" : "no"))}
        </tbody>
        <tbody>
          {fields.map((field) => <ComparedRow key={field.path} field={field} />)}
        </tbody>
      </table>
      <p class="hint">{t("duplicate.bounds")}</p>
    </div>
  );
}

const kMarks: Record<ComparedField["likeness"], string> = { same: "=", similar: "≈", different: "≠", one_missing: "∅", both_missing: "" };

export function ComparedRow(props: { field: ComparedField }) {
  const t = useText();
  const { field } = props;
  return (
    <tr class={`like-${field.likeness}`}>
      <th scope="row">{field.path === "documents" ? t("section.documents") : t(`field.${field.path}` as Key)}</th>
      <td><Pieces pieces={field.left_pieces} /></td>
      <td class="like"><span aria-hidden="true">{kMarks[field.likeness]}</span><span class="visually-hidden">{t.code("likeness", field.likeness)}</span></td>
      <td><Pieces pieces={field.right_pieces} /></td>
    </tr>
  );
}

function Pieces(props: { pieces: readonly Piece[] }) {
  if (props.pieces.length === 0) return <>—</>;
  return <>{props.pieces.map((piece, at) => (piece.shared ? <span key={at}>{piece.text}</span> : <mark key={at}>{piece.text}</mark>))}</>;
}

function Decision(props: { duplicate: Duplicate; on_done: () => void }) {
  const t = useText();
  const { duplicate } = props;
  const [choice, set_choice] = useState("");
  const [reason, set_reason] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await calls.judge(duplicate.id, choice === "distinct" ? { distinct: true, reason: reason.trim() } : { first: choice, reason: reason.trim() });
      props.on_done();
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  const options = [
    ...duplicate.claims.map((claim, at) => ({ code: claim.application_id, label: t("duplicate.first_is", { letter: kLetters[at] ?? "?", office: claim.office_name, ticket: claim.ticket_number }) })),
    { code: "distinct", label: t("duplicate.distinct") },
  ];
  return (
    <fieldset class="box decision">
      <legend>{t(duplicate.state === "open" ? "duplicate.decide" : "duplicate.decide_again")}</legend>
      {options.map((option) => (
        <label key={option.code} class="radio" for={`choice-${option.code}`}>
          <input id={`choice-${option.code}`} type="radio" name="choice" checked={choice === option.code} onChange={() => set_choice(option.code)} />
          {option.label}
        </label>
      ))}
      <Field id="judge-reason" label={t("duplicate.reason")}><TextArea id="judge-reason" value={reason} on_change={set_reason} rows={2} /></Field>
      {failure !== undefined && <Failure error={failure} />}
      <button type="button" class="primary" disabled={busy || choice === "" || reason.trim().length < 3} onClick={() => void send()}>{t("duplicate.send")}</button>
      <p class="hint">{t("duplicate.consequence")}</p>
    </fieldset>
  );
}
