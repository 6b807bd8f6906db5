// Prints of an office's day besides ticket, referral and refusal: the mark for the card, arrival sheet, statistical coupon, and the talon of
// Annex 6. They are filled from the record; what the record does not hold stays a line for the pen.
import type { Application, Office } from "../api/types";
import type { Arrived } from "../api/day";
import { show_date, show_hour, show_moment } from "../base/dates";
import { type Key, type Text, useText } from "../i18n/i18n";
import { person } from "../parts/person";
import { Printable } from "./Sheets";
import { country_name } from "./lists";
import { position } from "./position";

/** Annex 6: 75 mm x 55 mm, for the queue: body, who accepted, date and time; the number large enough to be read across a corridor. */
export function QueueTalon(props: { arrived: Arrived; office: string; on_close: () => void }) {
  const t = useText();
  const { arrived } = props;
  return (
    <Printable print_label={t("talon.print")} name={t("talon.title")} size="talon" extra={<button type="button" data-first onClick={props.on_close}>{t("back")}</button>}>
      {(paper) => (
        <>
          <p>{props.office}</p>
          <h1>{paper("talon.title")} <span class="queue-number">{arrived.number}</span></h1>
          <p>{paper("talon.waiting", { count: arrived.waiting })}</p>
          <p>{paper("talon.accepted_by")}: {person.get()?.name ?? ""}</p>
          <p>{show_date(arrived.arrived_at)} {show_hour(arrived.arrived_at)}</p>
          {arrived.outside_hours && <p>{paper("queue.outside")}</p>}
        </>
      )}
    </Printable>
  );
}

export type DaySheet = "mark" | "arrival" | "coupon";

const name_of = (application: Application): string => {
  const { applicant } = application.application;
  return [applicant.surname, applicant.given_names, applicant.patronymic ?? ""].join(" ").trim();
};

/** cl. 5: what is written into the card's «тіркеу» column, ready to be cut out or copied. */
function MarkSheet(props: { application: Application; office: Office | undefined; t: Text }) {
  const { application, office, t } = props;
  return (
    <>
      <h1>{t("mark.title")}</h1>
      <div class="mark">
        <p><b>{office?.name_kk ?? application.office}</b></p>
        <p>{t("mark.registered", { day: show_moment(application.decision?.at) })}</p>
        <p>{t("mark.until", { day: show_date(application.registered_until ?? application.application.stay.until) })}</p>
        <p>№ <span class="mono">{application.ticket_number}</span></p>
        <p>{name_of(application)} · {application.application.migration_card.number}</p>
      </div>
      <SignRow application={application} t={t} />
      <p class="under">{t("mark.hint")}</p>
    </>
  );
}

function SignRow(props: { application: Application; t: Text }) {
  const { application, t } = props;
  return (
    <div class="sign-row">
      <span class="sign-cell"><b>{position.get()}</b><small>{t("ticket.position")}</small></span>
      <span class="sign-cell"><b> </b><small>{t("ticket.signature")}</small></span>
      <span class="sign-cell"><b>{application.decision?.by ?? application.accepted_by ?? ""}</b><small>{t("ticket.name")}</small></span>
    </div>
  );
}

/** cl. 11: the sheet and the coupon carry the same particulars; the coupon leaves out who receives, the sheet what is counted. */
function rows_of(application: Application, sheet: "arrival" | "coupon", t: Text): [Key, string][] {
  const { applicant, document, migration_card, stay, host } = application.application;
  const { locality, street, house, flat } = stay.address;
  const rows: [Key, string][] = [
    ["sheet.name", name_of(application)],
    ["field.applicant.birth_date", show_date(applicant.birth_date)],
    ["field.applicant.birth_place", applicant.birth_place ?? ""],
    ["field.applicant.sex", t.code("sex", applicant.sex)],
    ["field.applicant.citizenship", country_name(applicant.citizenship, t.language)],
    ["sheet.document", [t.code("document_type", document.type), document.issuing_state, document.number].join(" ")],
    ["field.migration_card.entry_date", show_date(migration_card.entry_date)],
    ["sheet.address", [locality, street, house, flat].filter(Boolean).join(", ")],
    ["field.stay.purpose", t.code("purpose", stay.purpose)],
    ["sheet.term", `${show_date(stay.from)} – ${show_date(application.registered_until ?? stay.until)}`],
  ];
  if (sheet === "arrival") rows.push(["sheet.host", host ? [host.name, host.address].filter(Boolean).join(", ") : ""]);
  return rows;
}

function PersonSheet(props: { sheet: "arrival" | "coupon"; application: Application; office: Office | undefined; t: Text }) {
  const { sheet, application, office, t } = props;
  return (
    <>
      <header class="sheet-head"><p>{office?.name_kk ?? application.office}</p></header>
      <h1>{t(`${sheet}.title`)}</h1>
      <table class="sheet-facts"><tbody>{rows_of(application, sheet, t).map(([key, value]) => <tr key={key}><th>{t(key)}</th><td>{value || "\u00a0"}</td></tr>)}</tbody></table>
      <p>№ <span class="mono">{application.ticket_number}</span> · {show_moment(application.accepted_at)}</p>
      <SignRow application={application} t={t} />
    </>
  );
}

export function DaySheetBody(props: { sheet: DaySheet; application: Application; office: Office | undefined; t: Text }) {
  return props.sheet === "mark" ? <MarkSheet {...props} /> : <PersonSheet {...props} sheet={props.sheet} />;
}
