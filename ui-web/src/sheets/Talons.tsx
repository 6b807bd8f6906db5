// Annex 6: the talon of 75 mm by 55 mm. One form serves the queue (its number large enough for a corridor) and a received complaint, whose
// back says what cl. 25 asks for. A printer that takes such paper prints one side a page; any other prints both on one A5 sheet to be cut out.
import type { Arrived } from "../api/day";
import { offered } from "../api/offered";
import { phones_of } from "../api/read";
import { show_date, show_moment } from "../base/dates";
import { useState } from "preact/hooks";
import { useStore } from "../base/store";
import { type Text, useText } from "../i18n/i18n";
import { person } from "../parts/person";
import { officer_of } from "../record/officer";
import { Printable } from "../record/Sheets";
import { department_of, facts, load_facts, migration_of, office_by_code, secretariat_of } from "./facts";
import { moment_parts } from "./paper";

/** What the talon needs of a complaint: the members that node and hub both answer with. */
export interface TalonComplaint { number: string; office: string; received_at: string; accepted_by: string; due_on: string }

/** The form of Annex 6 line by line: title, name of the body, who accepted, date and time. */
function Front(props: { body: string; by: string; at: string; title: string; big?: number; below?: string | undefined; t: Text }) {
  const { t } = props;
  return (
    <>
      <h1>{props.title}{props.big !== undefined && <> <span class="queue-number">{props.big}</span></>}</h1>
      <p class="on-line">{props.body}</p>
      <p class="under">{t("talon.body")}</p>
      <p class="on-line"><span class="talon-word">{t("talon.application_by")}</span> {props.by}</p>
      <p class="under">{t("talon.specialist")}</p>
      <p>{t("talon.moment", moment_parts(props.at, t))}</p>
      {props.below && <p class="talon-below">{props.below}</p>}
    </>
  );
}

function Back(props: { complaint: TalonComplaint; t: Text }) {
  const { complaint, t } = props;
  const known = useStore(facts);
  const department = department_of(complaint.office);
  const office = office_by_code(complaint.office);
  const days = known?.complaint_days_extended ?? null;
  return (
    <>
      <p><b>{t("talon.complaint", { number: complaint.number })}</b></p>
      <p>{t("talon.received")}: {show_moment(complaint.received_at)}; {t("talon.received_by")}: {officer_of(complaint.accepted_by).name}</p>
      <p><b>{t("talon.due")}: {show_date(complaint.due_on)}</b></p>
      <p>{t("talon.place")}: {[department?.name_kk, department?.address_kk].filter(Boolean).join(", ") || complaint.office}</p>
      <p>{t("talon.contacts")}: {t("talon.secretariat", { phones: secretariat_of(department) || phones_of(office?.secretariat_phones).join(", ") || migration_of(office) || "—" })}</p>
      {days !== null && <p class="talon-small">{t("talon.law", { days })}</p>}
    </>
  );
}

interface TalonProps { name: string; pages: (t: Text) => preact.ComponentChildren[]; on_close: () => void; on_print?: () => void }

/** Either the talon's own paper, one side a page, or both sides in one frame on A5. */
function Talon(props: TalonProps) {
  const t = useText();
  const [on_a5, set_on_a5] = useState(false);
  return (
    <Printable
      print_label={t("talon.print")} name={props.name} {...(on_a5 ? {} : { size: "talon" as const })} {...(props.on_print ? { on_print: props.on_print } : {})}
      extra={(
        <>
          <div class="languages" role="group" aria-label={t("talon.paper")}>
            <button type="button" id="talon-own" aria-pressed={!on_a5} onClick={() => set_on_a5(false)}>{t("talon.paper_talon")}</button>
            <button type="button" id="talon-a5" aria-pressed={on_a5} onClick={() => set_on_a5(true)}>{t("talon.paper_a5")}</button>
          </div>
          <button type="button" data-first onClick={props.on_close}>{t("back")}</button>
        </>
      )}
    >
      {(paper) => (on_a5
        ? <div class="cut-out">{props.pages(paper).map((page, at) => <div key={at} class="talon-frame">{page}</div>)}<p class="small">{paper("talon.cut")}</p></div>
        : props.pages(paper))}
    </Printable>
  );
}

export function QueueTalon(props: { arrived: Arrived; office: string; on_close: () => void }) {
  const t = useText();
  const { arrived } = props;
  return (
    <Talon name={t("talon.title")} on_close={props.on_close} pages={(paper) => [
      <Front key="front" title={paper("talon.title")} big={arrived.number} body={props.office} by={officer_of(person.get()?.name ?? "").name} at={arrived.arrived_at} t={paper}
        below={[paper("talon.waiting", { count: arrived.waiting }), ...(arrived.outside_hours ? [paper("queue.outside")] : [])].join(" · ")} />,
    ]} />
  );
}

/** cl. 25: proof that the complaint was received. */
export function ComplaintTalon(props: { complaint: TalonComplaint; office_name: string; on_close: () => void }) {
  const t = useText();
  const { complaint } = props;
  // The hub has no public page; its talon goes without what only that page tells.
  if (offered.get().has("GET", "/information")) load_facts();
  return (
    <Talon name={t("talon.title")} on_close={props.on_close} pages={(paper) => [
      <Front key="front" title={paper("talon.title")} body={props.office_name} by={officer_of(complaint.accepted_by).name} at={complaint.received_at} below={paper("talon.complaint", { number: complaint.number })} t={paper} />,
      <Back key="back" complaint={complaint} t={paper} />,
    ]} />
  );
}
