// The journal of complaints: at the hub the department's, with the steps that are taken; at a node what the office received and what became
// of it. What is overdue stands on top. One list, one complaint beside it.
import { useEffect, useState } from "preact/hooks";
import { type Complaint, complaints } from "../api/review";
import { offered } from "../api/offered";
import { show_date, show_moment } from "../base/dates";
import { today } from "../base/period";
import { address_of, go } from "../base/router";
import { useStore } from "../base/store";
import { type Key, type Text, useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { Select } from "../parts/inputs";
import { person } from "../parts/person";
import { useData } from "../parts/useData";
import { office_name, office_options, offices } from "../record/lists";
import { ComplaintEntry, Guidance } from "./ComplaintEntry";
import { ComplaintTalon } from "../sheets/Talons";
import { StepForm } from "./StepForm";
import { in_order, is_overdue } from "./complaint_rules";

const kStates = ["open", "closed", "all"];

/** `at_hub`: the department works on them; a node only receives and reads. `department`: whose offices a complaint can be about. */
export function Complaints(props: { at_hub?: boolean; chosen?: string | undefined; department: string }) {
  const t = useText();
  const [state, set_state] = useState("open");
  const [office, set_office] = useState("");
  const [cursors, set_cursors] = useState<(string | null)[]>([null]);
  const [received, set_received] = useState<Complaint | undefined>(undefined);
  const [talon, set_talon] = useState<Complaint | undefined>(undefined);
  const cursor = cursors[cursors.length - 1] ?? null;
  const data = useData((signal) => complaints(props.at_hub ? { state, office, cursor } : {}, signal), [state, office, cursor, props.chosen === "new"]);
  const list = useStore(offices).filter((each) => props.department === "" || each.code.startsWith(props.department));
  const items = in_order(data.value?.items ?? []);
  const chosen = items.find((each) => each.id === props.chosen) ?? (received?.id === props.chosen ? received : undefined);
  if (props.chosen === "new") return <ComplaintEntry department={props.department} on_close={() => go("complaints")} on_received={(complaint) => { set_received(complaint); go("complaints", complaint.id); }} />;
  if (talon) return <ComplaintTalon complaint={talon} office_name={talon.office_name ?? office_name(talon.office)} on_close={() => set_talon(undefined)} />;
  return (
    <div class="page-wide">
      <div class="page-head">
        <h1>{t("nav.complaints")}</h1>
        {props.at_hub && <label for="complaints-state" class="visually-hidden">{t("book.state")}</label>}
        {props.at_hub && <Select id="complaints-state" value={state} on_change={(value) => { set_state(value); set_cursors([null]); }} options={kStates.map((code) => ({ code, label: t.code("complaints", code) }))} />}
        {props.at_hub && <label for="complaints-office" class="visually-hidden">{t("complaint.about_office")}</label>}
        {props.at_hub && <Select id="complaints-office" value={office} on_change={(value) => { set_office(value); set_cursors([null]); }} options={office_options(list)} empty={t("review.all_offices")} />}
        <a class="button primary-link" id="complaint-new" href={address_of("complaints", "new")}>{t("complaint.receive")}</a>
      </div>
      <p class="lead">{t(props.at_hub ? "complaints.what_hub" : "complaints.what_node")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class={chosen ? "list-and-one" : undefined}>
        <div>
          <List items={items} chosen={props.chosen} at_hub={props.at_hub === true && !chosen} t={t} />
          {data.value && items.length === 0 && <p class="empty">{t("complaints.none")}</p>}
          <div class="choice">
            {cursors.length > 1 && <button type="button" onClick={() => set_cursors(cursors.slice(0, -1))}>{t("back")}</button>}
            {data.value?.next && <button type="button" onClick={() => set_cursors([...cursors, data.value?.next ?? null])}>{t("book.more")}</button>}
          </div>
        </div>
        {chosen && <One key={chosen.id} complaint={chosen} fresh={received?.id === chosen.id ? received : undefined} at_hub={props.at_hub === true} on_step={data.reload} on_talon={() => set_talon(chosen)} />}
      </div>
    </div>
  );
}

function List(props: { items: readonly Complaint[]; chosen: string | undefined; at_hub: boolean; t: Text }) {
  const { items, t } = props;
  const now = today();
  const on_key = (event: KeyboardEvent, at: number, id: string) => {
    if (event.key === "Enter") return go("complaints", id);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).parentElement?.children[at + step]?.querySelector("a")?.closest("tr")?.focus();
  };
  return (
    <div class="table-frame" role="region" aria-label={t("nav.complaints")} tabIndex={items.length === 0 ? 0 : undefined}>
      <table class="list" id="complaint-list">
        <thead><tr><th>{t("complaint.due")}</th><th>{t("complaint.number")}</th><th>{t("complaint.from")}</th>{props.at_hub && <th>{t("complaint.about_office")}</th>}<th>{t("book.state")}</th></tr></thead>
        <tbody>
          {items.map((item, at) => {
            const late = is_overdue(item, now);
            return (
              <tr key={item.id} tabIndex={0} aria-current={props.chosen === item.id ? "true" : undefined} onKeyDown={(event) => on_key(event, at, item.id)} onClick={() => go("complaints", item.id)}>
                <td class={`nowrap ${late ? "lamp-bad strong" : ""}`}>{late && <span class="lamp" aria-hidden="true">■</span>}{show_date(item.due_on)}{late && <span class="visually-hidden"> {t("due.overdue")}</span>}</td>
                <td class="mono nowrap"><a href={address_of("complaints", item.id)} tabIndex={-1}>{item.number}</a></td>
                <td>{item.name}</td>
                {props.at_hub && <td class="office">{item.about_office_name ?? office_name(item.about_office ?? item.office)}</td>}
                <td><span class={`chip chip-complaint-${item.state}`}>{t.code("complaint_state", item.state)}</span>{item.outcome && <> {t.code("complaint_outcome", item.outcome)}</>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function One(props: { complaint: Complaint; fresh: Complaint | undefined; at_hub: boolean; on_step: () => void; on_talon: () => void }) {
  const t = useText();
  const { complaint } = props;
  const can = useStore(offered);
  const role = useStore(person)?.role;
  const late = is_overdue(complaint, today());
  useEffect(() => document.getElementById("complaint-one")?.focus(), []);
  const rows: [Key, string | null | undefined][] = [
    ["complaint.received", `${show_moment(complaint.received_at)} · ${complaint.accepted_by} · ${t.code("complaint_channel", complaint.channel)}`],
    ["complaint.at", complaint.office_name ?? office_name(complaint.office)],
    ["complaint.from", [complaint.name, complaint.patronymic].filter(Boolean).join(" ")],
    ["complaint.postal_address", complaint.postal_address],
    ["complaint.contact", complaint.contact],
    ["complaint.outgoing_number", complaint.outgoing_number && `${complaint.outgoing_number}, ${show_date(complaint.outgoing_date)}`],
    ["complaint.signed", t(complaint.signed ? "yes" : "no")],
    ["complaint.about_office", complaint.about_office_name ?? office_name(complaint.about_office ?? complaint.office)],
    ["complaint.ticket_number", complaint.ticket_number],
  ];
  return (
    <section class="box one" id="complaint-one" tabIndex={-1} aria-label={complaint.number}>
      {props.fresh && <Guidance complaint={props.fresh} />}
      <h2><span class="mono">{complaint.number}</span> <span class={`chip chip-complaint-${complaint.state}`}>{t.code("complaint_state", complaint.state)}</span></h2>
      <p class={late ? "bad strong" : undefined}>{t("complaint.answer_by")} {show_date(complaint.due_on)}{late && ` — ${t("due.overdue")}`}</p>
      {complaint.outcome && <Notice tone="plain"><b>{t("complaint.outcome")}:</b> {t.code("complaint_outcome", complaint.outcome)}</Notice>}
      <p><button type="button" id="print-talon" class={props.fresh ? "primary" : undefined} onClick={props.on_talon}>{t("talon.print")}</button></p>
      <dl class="facts">{rows.filter(([, value]) => value).map(([key, value]) => <Fact key={key} name={t(key)} value={value!} />)}</dl>
      <p class="complaint-text">{complaint.text}</p>
      <ol class="complaint-steps">
        {complaint.steps.map((step, at) => (
          <li key={at}><b>{t.code("complaint_step", step.step)}</b>{step.outcome && ` — ${t.code("complaint_outcome", step.outcome)}`} <span class="hint">{show_moment(step.at)} · {step.official}{step.due_on && ` · ${t("complaint.answer_by")} ${show_date(step.due_on)}`}</span><br />{step.text}</li>
        ))}
      </ol>
      {props.at_hub && role !== "auditor" && can.has("POST", "/complaints/{id}/steps") && <StepForm complaint={complaint} on_done={props.on_step} />}
      {!props.at_hub && complaint.state !== "answered" && <p class="hint">{t("complaints.forwarded")}</p>}
    </section>
  );
}

function Fact(props: { name: string; value: string }) {
  return <><dt>{props.name}</dt><dd>{props.value}</dd></>;
}
