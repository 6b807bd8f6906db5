// The next rule set, prepared from the newest one, whether it is in force yet or not, so that no issued change is lost in it: a form for what changes every year, the raw text for the rest. What it changes is read in
// words before it is issued, and only what was read can be issued: any later change asks for another look.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api/client";
import { type KnownSet, type Preview, type RuleContent, issue, known_sets, preview, rule_set } from "../api/rules";
import type { FieldError } from "../api/types";
import { read_date, show_date } from "../base/dates";
import { today } from "../base/period";
import { go } from "../base/router";
import { useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Failure, Notice } from "../parts/Notice";
import { DateInput, TextArea, TextInput } from "../parts/inputs";
import { useData } from "../parts/useData";
import { HolidaySection } from "./HolidaySection";
import { LocalitySection, TargetSection, VisaFreeSection } from "./rule_sections";
import { content_of_text, next_set, text_of_content, with_member } from "./rule_edit";

export function RuleEditor() {
  const t = useText();
  const data = useData(async (signal) => {
    const sets = await known_sets(signal);
    const newest = sets[sets.length - 1]!;
    return { newest, content: await rule_set(newest.id, signal) };
  }, []);
  // A change of language asks again; what was typed since stays.
  const [begun, set_begun] = useState<RuleContent | undefined>(undefined);
  useEffect(() => {
    // Not before the rules that it begins as: their changes would come into force too early.
    if (data.value && !begun) set_begun(next_set(data.value.content, [today(), data.value.newest.valid_from].sort()[1]!));
  }, [data.value]);
  if (!begun || !data.value) return data.error ? <Failure error={data.error} on_repeat={data.reload} /> : <p class="loading" role="status">{t("loading")}</p>;
  return <Editor begun={begun} newest={data.value.newest} />;
}

type Seen = { kind: "none" | "busy" } | { kind: "seen"; text: string; preview: Preview } | { kind: "faulty"; text: string; error: unknown };

function Editor(props: { begun: RuleContent; newest: KnownSet }) {
  const t = useText();
  const [content, set_content] = useState(props.begun);
  const [raw, set_raw] = useState<string | undefined>(undefined);
  const [seen, set_seen] = useState<Seen>({ kind: "none" });
  const [issuing, set_issuing] = useState(false);
  const text = raw ?? text_of_content(content);
  const readable = raw === undefined || content_of_text(raw) !== undefined;
  const change = (next: RuleContent) => {
    set_content(next);
    set_raw(undefined);
  };
  const type_raw = (typed: string) => {
    const read = content_of_text(typed);
    if (read) set_content(read);
    set_raw(typed);
  };
  const look = async () => {
    set_seen({ kind: "busy" });
    try {
      set_seen({ kind: "seen", text, preview: await preview(raw ?? content) });
    } catch (error) {
      set_seen({ kind: "faulty", text, error });
    }
  };
  return (
    <div class="page-wide">
      <div class="page-head"><h1>{t("rules.prepare")}</h1><a href="#/rules">{t("back")}</a></div>
      <p class="lead">{t("rules.how")}</p>
      {!props.newest.in_force && <Notice tone="warn">{t("rules.from_later", { id: props.newest.id, day: show_date(props.newest.valid_from) })}</Notice>}
      <div class="rules-body">
        <div>
          <Head content={content} on_change={change} />
          <HolidaySection content={content} on_change={change} />
          <VisaFreeSection content={content} on_change={change} />
          <TargetSection content={content} on_change={change} />
          <LocalitySection content={content} on_change={change} />
          <details class="raw">
            <summary>{t("rules.raw")}</summary>
            <p class="hint">{t("rules.raw_hint")}</p>
            <Field id="rules-raw" label={t("rules.raw")} findings={readable ? [] : [{ severity: "error", path: "content", code: "not_json", message: t("rules.raw_broken") }]}>
              <TextArea id="rules-raw" value={text} on_change={type_raw} rows={22} max={2000000} mono invalid={!readable} />
            </Field>
          </details>
        </div>
        <aside class="rules-side" aria-label={t("rules.changes")}>
          <Changes seen={seen} current={seen.kind === "seen" || seen.kind === "faulty" ? seen.text === text : true} />
          <div class="choice">
            <button type="button" id="rules-preview" class={seen.kind === "seen" && seen.text === text ? undefined : "primary"} disabled={seen.kind === "busy" || !readable} onClick={() => void look()}>{t("rules.preview")}</button>
            <button type="button" id="rules-issue" class="primary" disabled={!(seen.kind === "seen" && seen.text === text)} onClick={() => set_issuing(true)}>{t("rules.issue")}</button>
          </div>
          <p class="hint">{t("rules.only_seen")}</p>
        </aside>
      </div>
      {issuing && seen.kind === "seen" && <IssueDialog preview={seen.preview} content={raw ?? content} on_close={() => set_issuing(false)} />}
    </div>
  );
}

function Head(props: { content: RuleContent; on_change: (content: RuleContent) => void }) {
  const t = useText();
  const { content } = props;
  const [day, set_day] = useState(show_date(String(content["valid_from"] ?? "")));
  const of = (name: string) => String(content[name] ?? "");
  const set_valid_from = (typed: string) => {
    set_day(typed);
    const read = read_date(typed);
    if (!("iso" in read)) return;
    // The id follows the day as long as nobody has given it another name.
    const follows = of("id") === of("valid_from");
    props.on_change({ ...content, valid_from: read.iso, ...(follows ? { id: read.iso } : {}) });
  };
  return (
    <fieldset class="section">
      <legend>{t("rules.head")}</legend>
      <div class="grid">
        <Field id="rules-valid-from" label={t("rules.valid_from")}><DateInput id="rules-valid-from" value={day} on_change={set_valid_from} placeholder={t("date.form")} /></Field>
        <Field id="rules-id" label={t("rules.id")}><TextInput id="rules-id" value={of("id")} on_change={(id) => props.on_change(with_member(content, "id", id.trim()))} max={40} /></Field>
        <Field id="rules-title" label={t("rules.title")} wide={2}><TextInput id="rules-title" value={of("title")} on_change={(title) => props.on_change(with_member(content, "title", title))} max={300} /></Field>
        <Field id="rules-note" label={t("rules.note")} wide={4}><TextArea id="rules-note" value={of("note")} on_change={(note) => props.on_change(with_member(content, "note", note))} rows={2} /></Field>
      </div>
    </fieldset>
  );
}

function Changes(props: { seen: Seen; current: boolean }) {
  const t = useText();
  const { seen } = props;
  const fields: FieldError[] = seen.kind === "faulty" && seen.error instanceof ApiError ? seen.error.fields : [];
  return (
    <section class={`box ${seen.kind === "faulty" ? "box-bad" : seen.kind === "seen" && props.current ? "box-good" : ""}`} id="rules-changes" aria-live="polite">
      <h2>{t("rules.changes")}</h2>
      {seen.kind === "none" && <p>{t("rules.not_seen")}</p>}
      {seen.kind === "busy" && <p>{t("loading")}</p>}
      {!props.current && <Notice tone="warn">{t("rules.changed_since")}</Notice>}
      {seen.kind === "seen" && (
        <>
          <p>{t("rules.from_on", { day: show_date(seen.preview.valid_from), before: seen.preview.before })}</p>
          {seen.preview.differences.length === 0 ? <p><b>{t("rules.no_change")}</b></p> : <ul class="preview-list">{seen.preview.differences.map((words, at) => <li key={at}>{words}</li>)}</ul>}
        </>
      )}
      {seen.kind === "faulty" && (fields.length === 0 ? <Failure error={seen.error} /> : <ul class="preview-list">{fields.map((field) => <li key={field.path + field.code} class="bad"><span class="mono">{field.path.replace(/^content\.?/, "")}</span> {field.message}</li>)}</ul>)}
    </section>
  );
}

function IssueDialog(props: { preview: Preview; content: RuleContent | string; on_close: () => void }) {
  const t = useText();
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await issue(props.content);
      go("rules");
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  return (
    <Dialog title={t("rules.issue_title", { id: props.preview.id })} alert wide on_close={props.on_close}>
      <p>{t("rules.issue_text", { day: show_date(props.preview.valid_from) })}</p>
      <ul class="preview-list">{props.preview.differences.map((words, at) => <li key={at}>{words}</li>)}</ul>
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice">
        <button type="button" class="primary" id="rules-issue-yes" disabled={busy} onClick={() => void send()}>{t("rules.issue_yes")}</button>
        <button type="button" data-first="1" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}
