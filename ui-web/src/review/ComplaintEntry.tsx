// A complaint is received (cl. 20-25): whose it is, where the answer goes, what it says. Enter walks through the fields, Ctrl+Enter enters it in
// the journal. Afterwards the guidance is shown, and the talon is there to print.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Complaint, receive_complaint } from "../api/review";
import { ApiError } from "../api/client";
import type { Finding } from "../api/types";
import { show_date } from "../base/dates";
import { useStore } from "../base/store";
import { type Key, useText } from "../i18n/i18n";
import { Field, described_by, is_invalid } from "../parts/Field";
import { Failure, Notice } from "../parts/Notice";
import { PickList } from "../parts/PickList";
import { on_enter } from "../parts/form_keys";
import { DateInput, Select, TextArea, TextInput } from "../parts/inputs";
import { code_options, office_options, offices } from "../record/lists";
import { type ComplaintForm, body_of_complaint, kEmptyComplaint, missing_fields } from "./complaint_rules";

export function ComplaintEntry(props: { department: string; on_received: (complaint: Complaint) => void; on_close: () => void }) {
  const t = useText();
  const [form, set_form] = useState<ComplaintForm>(kEmptyComplaint);
  const [tried, set_tried] = useState(false);
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => document.getElementById("complaint-channel")?.focus(), []);
  const here = useStore(offices).filter((office) => props.department === "" || office.code.startsWith(props.department));
  const missing = missing_fields(form);
  const said = (name: keyof ComplaintForm): Finding[] => {
    const own: Finding[] = tried && missing.includes(name) ? [{ severity: "error", path: name, code: "required", message: t(name === "outgoing_date" ? "complaint.no_date" : "complaint.needed") }] : [];
    const daemon = failure instanceof ApiError ? failure.fields.filter((field) => field.path === name).map((field): Finding => ({ severity: "error", ...field })) : [];
    return [...own, ...daemon];
  };
  const common = (name: keyof ComplaintForm) => ({
    id: `complaint-${name.replace("_", "-")}`, value: String(form[name]), on_change: (value: string) => set_form({ ...form, [name]: value }),
    described_by: described_by(`complaint-${name.replace("_", "-")}`, said(name)), invalid: is_invalid(said(name)),
  });
  const around = (name: keyof ComplaintForm, wide: 1 | 2 | 3 | 4, control: preact.ComponentChildren, label: Key = `complaint.${name}` as Key) => (
    <Field id={`complaint-${name.replace("_", "-")}`} label={t(label)} wide={wide} findings={said(name)}>{control}</Field>
  );
  const send = async () => {
    set_tried(true);
    if (missing.length > 0 || busy) {
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    set_busy(true);
    set_failure(undefined);
    try {
      props.on_received(await receive_complaint(body_of_complaint(form)));
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return void send();
    }
    // The text of a complaint has lines of its own.
    if (event.target instanceof HTMLTextAreaElement) return;
    if (root.current) on_enter(event, root.current);
  };
  const organisation = form.kind === "organisation";
  return (
    <div class="page-wide" ref={root} onKeyDown={on_key}>
      <div class="page-head"><h1>{t("complaint.receive")}</h1></div>
      <p class="lead">{t("complaint.how")}</p>
      <fieldset class="section">
        <legend>{t("complaint.who")}</legend>
        <div class="grid">
          {around("channel", 1, <Select {...common("channel")} options={code_options(t, "complaint_channel", ["person", "post", "email"])} />)}
          {around("kind", 1, <Select {...common("kind")} options={code_options(t, "complaint_kind", ["person", "organisation"])} />)}
          {around("name", organisation ? 2 : 1, <TextInput {...common("name")} />, organisation ? "complaint.name_organisation" : "complaint.name")}
          {!organisation && around("patronymic", 1, <TextInput {...common("patronymic")} />)}
          {organisation && around("outgoing_number", 1, <TextInput {...common("outgoing_number")} />)}
          {organisation && around("outgoing_date", 1, <DateInput {...common("outgoing_date")} placeholder={t("date.form")} />)}
          {around("postal_address", 2, <TextInput {...common("postal_address")} />)}
          {around("contact", organisation ? 4 : 2, <TextInput {...common("contact")} />)}
        </div>
      </fieldset>
      <fieldset class="section">
        <legend>{t("complaint.what")}</legend>
        <div class="grid">
          {around("about_office", 2, <PickList {...common("about_office")} options={office_options(here)} show_code />)}
          {around("ticket_number", 2, <TextInput {...common("ticket_number")} />)}
          {around("text", 4, <TextArea {...common("text")} rows={7} max={20000} />)}
        </div>
        <label class="paper" for="complaint-signed">
          <input id="complaint-signed" type="checkbox" checked={form.signed} onChange={(event) => set_form({ ...form, signed: event.currentTarget.checked })} />
          <span>{t("complaint.signed")}</span>
        </label>
        {tried && !form.signed && <p class="warn">{t("complaint.unsigned")}</p>}
      </fieldset>
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice">
        <button type="button" class="primary" id="complaint-send" data-stop="1" disabled={busy} onClick={() => void send()}>{t("complaint.send")} <kbd>Ctrl+Enter</kbd></button>
        <button type="button" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </div>
  );
}

/** What the complainant is told, with the number and the day of the answer in large letters. */
export function Guidance(props: { complaint: Complaint }) {
  const t = useText();
  const { complaint } = props;
  return (
    <Notice tone="good" live>
      <p><b>{t("complaint.entered")}</b></p>
      <p class="big-number" id="complaint-number">{complaint.number}</p>
      <p class="due">{t("complaint.answer_by")} <strong>{show_date(complaint.due_on)}</strong></p>
      {complaint.guidance && <p>{complaint.guidance}</p>}
    </Notice>
  );
}
