// A correction: the same fields again, filled; what was changed is shown before it is sent, with the reason. Nothing is
// overwritten at the node: the book keeps both.
import { useEffect, useRef, useState } from "preact/hooks";
import * as calls from "../api/calls";
import { ApiError } from "../api/client";
import type { Application, Finding } from "../api/types";
import { go } from "../base/router";
import { type Key, useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { on_enter } from "../parts/form_keys";
import { TextArea } from "../parts/inputs";
import { useData } from "../parts/useData";
import { type Form, body_of_form, findings_by_field, form_of_body, kFieldPaths } from "../record/form";
import { ApplicationFields } from "./ApplicationFields";
import { useCheck } from "./use_check";

export function Correct(props: { id: string }) {
  const t = useText();
  const data = useData((signal) => calls.application(props.id, signal), [props.id]);
  if (data.value) return <CorrectForm application={data.value} />;
  return data.error ? <Failure error={data.error} on_repeat={data.reload} /> : <p class="loading" role="status">{t("loading")}</p>;
}

function CorrectForm(props: { application: Application }) {
  const t = useText();
  const before = useRef(form_of_body(props.application.application)).current;
  const [form, set_form] = useState<Form>(before);
  const [reason, set_reason] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const root = useRef<HTMLDivElement>(null);
  const changed = kFieldPaths.filter((path) => form.fields[path] !== before.fields[path]);
  const checked = useCheck(form, changed.length > 0);
  const { body, unreadable } = body_of_form(form);
  const own = unreadable.map(({ path, problem }): Finding => ({ severity: "error", path, code: problem, message: t(`date.${problem}`) }));
  const said = failure instanceof ApiError ? failure.fields.map((field): Finding => ({ severity: "error", ...field })) : (checked.check?.findings ?? []);
  const ready = changed.length > 0 && unreadable.length === 0 && reason.trim().length >= 3 && !busy;
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await calls.correct(props.application.id, body, reason.trim());
      go("application", props.application.id);
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  useEffect(() => set_failure(undefined), [form]);
  return (
    <div class="entry" ref={root} onKeyDown={(event) => root.current && on_enter(event, root.current)}>
      <h1>{t("correct.title")} <span class="mono">{props.application.ticket_number}</span></h1>
      <div class="entry-body">
        <div class="entry-form">
          <ApplicationFields
            form={form}
            findings={findings_by_field([...own, ...said])}
            checklist={checked.check?.checklist ?? props.application.application.documents}
            on_field={(path, value) => set_form({ ...form, fields: { ...form.fields, [path]: value } })}
            on_documents={(documents) => set_form({ ...form, documents })}
            on_leave={() => undefined}
          />
        </div>
        <aside class="side" aria-label={t("correct.title")}>
          <section class="box">
            <h2>{t("correct.changed")}</h2>
            {changed.length === 0 && <p class="hint">{t("correct.nothing")}</p>}
            <ul class="plain-list">
              {changed.map((path) => (
                <li key={path}>{t(`field.${path}` as Key)}: <del>{before.fields[path] || "—"}</del> → <ins>{form.fields[path] || "—"}</ins></li>
              ))}
            </ul>
            <p class="hint">{t("correct.claim")}</p>
          </section>
          <Field id="correct-reason" label={t("act.reason")}><TextArea id="correct-reason" value={reason} on_change={set_reason} /></Field>
          {failure !== undefined && <Failure error={failure} />}
          <div class="choice">
            <button type="button" data-stop="1" class="primary" disabled={!ready} onClick={() => void send()}>{t("correct.send")}</button>
            <button type="button" onClick={() => go("application", props.application.id)}>{t("cancel")}</button>
          </div>
        </aside>
      </div>
    </div>
  );
}
