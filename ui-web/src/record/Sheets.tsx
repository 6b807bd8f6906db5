// What the clerk hands over on paper. A sheet is drawn on the screen as it prints (A5); printing shows the sheet alone.
//
// The ticket has exactly the fields of the form in Annex 4, with the due day and hour (cl. 14) and that the service is free
// (cl. 8). Each sheet takes the language of the paper, which may be another than that of the screen.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Application, FirstApplication, Office } from "../api/types";
import { phones_of } from "../api/read";
import { show_date, show_hour, show_moment } from "../base/dates";
import { type Language, type Text, kLanguages, useText } from "../i18n/i18n";
import { office_phones } from "./lists";
import { position } from "./position";

/** The sheet with the choice of its language and the button that prints it. */
export function Printable(props: { print_label: string; name: string; children: (t: Text) => ComponentChildren; extra?: ComponentChildren; size?: "talon" }) {
  const t = useText();
  const [paper, set_paper] = useState<Language | undefined>(undefined);
  const chosen = paper ?? t.language;
  return (
    <div class="printable">
      <div class="print-bar no-print">
        <button type="button" class="primary" onClick={() => window.print()}>{props.print_label} <kbd>Ctrl+P</kbd></button>
        <div class="languages" role="group" aria-label={t("print.language")}>
          {kLanguages.map((each) => (
            <button key={each} type="button" lang={each} aria-pressed={each === chosen} onClick={() => set_paper(each)}>{each.toUpperCase()}</button>
          ))}
        </div>
        {props.extra}
      </div>
      <article class={props.size ? `sheet sheet-${props.size}` : "sheet"} lang={chosen} aria-label={props.name}>{props.children(t.in(chosen))}</article>
    </div>
  );
}

/** Who filed: the organisation, or the person (Annex 4: full name, or name of the legal person). */
export function filed_by(application: Application): string {
  const { applicant, host } = application.application;
  const own = [applicant.surname, applicant.given_names, applicant.patronymic ?? ""].join(" ").trim();
  return host?.kind === "organisation" ? `${host.name} (${own})` : own;
}

const kTicketLines = 9;

export function TicketSheet(props: { application: Application; office: Office | undefined; t: Text }) {
  const { application, office, t } = props;
  const papers = application.application.documents;
  const lines = Array.from({ length: kTicketLines }, (_, at) => papers[at]);
  return (
    <>
      <header class="sheet-head">
        <p>{t("ticket.service")}</p>
        <p class="on-line">{filed_by(application)}</p>
        <p class="under">{t("ticket.who")}</p>
      </header>
      <h1>{t("ticket.title")}<br /><span class="ticket-number">№ {application.ticket_number}</span></h1>
      <h2>{t("ticket.list")}</h2>
      <ol class="ticket-papers">
        {lines.map((paper, at) => <li key={at}><span>{paper ? t.code("paper", paper) : "\u00a0"}</span></li>)}
      </ol>
      <div class="sign-row">
        <span class="sign-title">{t("ticket.accepted_by")}</span>
        <span class="sign-cell"><b>{position.get()}</b><small>{t("ticket.position")}</small></span>
        <span class="sign-cell"><b> </b><small>{t("ticket.signature")}</small></span>
        <span class="sign-cell"><b>{application.accepted_by ?? ""}</b><small>{t("ticket.name")}</small></span>
      </div>
      <p>{t("ticket.date", date_parts(application.accepted_at, t))}</p>
      <p>{t("ticket.issued", date_parts(application.accepted_at, t))}</p>
      <footer class="sheet-foot">
        <p class="due">{t("ticket.due", { day: show_date(application.due_at), hour: show_hour(application.due_at) })}</p>
        {application.missing.length > 0 && <p>{t("ticket.missing", { papers: application.missing.map((paper) => t.code("paper", paper)).join("; ") })}</p>}
        <p>{t("ticket.free")}</p>
        {office && <p>{office.name_kk}, {office.address_kk} · <span class="nowrap">{office_phones(office).join(", ")}</span></p>}
      </footer>
    </>
  );
}

function date_parts(rfc3339: string, t: Text): Record<string, string> {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(rfc3339);
  return { year: parts?.[1] ?? "", month: t.code("month", parts?.[2] ?? ""), day: parts?.[3] ?? "", hour: parts?.[4] ?? "", minute: parts?.[5] ?? "" };
}

/** cl. 15: where the person must go, with everything needed to get there. */
export function ReferralSheet(props: { name: string; document: string; first: FirstApplication; from: string; t: Text }) {
  const { first, t } = props;
  return (
    <>
      <header class="sheet-head"><p>{t("ticket.service")}</p></header>
      <h1>{t("referral.title")}</h1>
      <p>{t("referral.person", { name: props.name, document: props.document })}</p>
      <p>{t("referral.text")}</p>
      <table class="sheet-facts">
        <tbody>
          <tr><th>{t("first.office")}</th><td>{first.office_name}</td></tr>
          <tr><th>{t("first.address")}</th><td>{first.address ?? ""}</td></tr>
          <tr><th>{t("first.phones")}</th><td>{phones_of(first.phones).join(", ")}</td></tr>
          <tr><th>{t("first.ticket")}</th><td>{first.ticket_number}</td></tr>
          <tr><th>{t("first.accepted")}</th><td>{show_moment(first.accepted_on)}</td></tr>
        </tbody>
      </table>
      <footer class="sheet-foot"><p>{t("referral.from", { office: props.from })}</p><p>{t("ticket.free")}</p></footer>
    </>
  );
}

/** cl. 5, 16, 23: the reasoned refusal, with what is missing and the right to go to court. */
export function RefusalSheet(props: { application: Application; office: Office | undefined; t: Text }) {
  const { application, office, t } = props;
  const decision = application.decision;
  const missing = decision?.missing ?? [];
  return (
    <>
      <header class="sheet-head"><p>{office?.name_kk ?? application.office}</p><p class="on-line">{filed_by(application)}</p><p class="under">{t("ticket.who")}</p></header>
      <h1>{t("refusal.title")}</h1>
      <p>{t("refusal.about", { number: application.ticket_number, day: show_moment(application.accepted_at) })}</p>
      <p><b>{t("refusal.ground")}:</b> {t.code("ground", decision?.ground ?? "")}</p>
      {decision?.text && <p>{decision.text}</p>}
      {missing.length > 0 && (
        <>
          <h2>{t("refusal.missing")}</h2>
          <ol>{missing.map((paper) => <li key={paper}>{t.code("paper", paper)}</li>)}</ol>
        </>
      )}
      <p>{t("refusal.again")}</p>
      <p>{t("refusal.court")}</p>
      <div class="sign-row">
        <span class="sign-cell"><b>{position.get()}</b><small>{t("ticket.position")}</small></span>
        <span class="sign-cell"><b> </b><small>{t("ticket.signature")}</small></span>
        <span class="sign-cell"><b>{decision?.by ?? ""}</b><small>{t("ticket.name")}</small></span>
      </div>
      <p>{show_moment(decision?.at)}</p>
    </>
  );
}
