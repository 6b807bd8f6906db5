// What the clerk hands over on paper. A sheet is drawn on the screen as it prints; printing shows the sheets alone. The paper is A5 unless a
// sheet says otherwise (`src/sheets` has all the others).
//
// The ticket has exactly the fields of the form in Annex 4, with the due day and hour (cl. 14) and that the service is free
// (cl. 8). Each sheet takes the language of the paper, which may be another than that of the screen.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Application, Office } from "../api/types";
import { show_date, show_hour } from "../base/dates";
import { type Language, type Text, kLanguages, useText } from "../i18n/i18n";
import { office_phones } from "./lists";
import { officer_of } from "./officer";

export type SheetSize = "talon" | "a4";

interface PrintableProps {
  print_label: string;
  name: string;
  /** What is on the paper: one sheet, or an array of sheets that print a page each. */
  children: (t: Text) => ComponentChildren;
  extra?: ComponentChildren;
  size?: SheetSize;
  /** Invented data: every sheet says so across its face. */
  sample?: boolean;
  /** Called whenever the sheets go to a printer, by the button or by Ctrl+P. */
  on_print?: () => void;
}

/** The sheets with the choice of their language and the button that prints them. */
export function Printable(props: PrintableProps) {
  const t = useText();
  const [paper, set_paper] = useState<Language | undefined>(undefined);
  const told = useRef(props.on_print);
  told.current = props.on_print;
  useEffect(() => {
    const on_print = () => told.current?.();
    window.addEventListener("beforeprint", on_print);
    return () => window.removeEventListener("beforeprint", on_print);
  }, []);
  const chosen = paper ?? t.language;
  const words = t.in(chosen);
  const drawn = props.children(words);
  const sheets = Array.isArray(drawn) ? drawn : [drawn];
  const kind = `sheet${props.size ? ` sheet-${props.size}` : ""}${props.sample ? " sheet-sample" : ""}`;
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
      {sheets.map((sheet, at) => (
        <article key={at} class={kind} data-sample={props.sample ? words("forms.sample_mark") : undefined} lang={chosen} aria-label={sheets.length > 1 ? `${props.name} ${at + 1}` : props.name}>
          {props.sample && <p class="sample-band"><b>{words("forms.sample_mark")}</b> <span>{words("forms.sample_note")}</span></p>}
          {sheet}
        </article>
      ))}
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
  const signer = officer_of(application.accepted_by ?? "");
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
        {lines.map((paper, at) => <li key={at}><span>{paper ? paper_words(paper, application, t) : "\u00a0"}</span></li>)}
      </ol>
      <div class="sign-row">
        <span class="sign-title">{t("ticket.accepted_by")}</span>
        <span class="sign-cell"><b>{signer.position}</b><small>{t("ticket.position")}</small></span>
        <span class="sign-cell"><b> </b><small>{t("ticket.signature")}</small></span>
        <span class="sign-cell"><b>{signer.name}</b><small>{t("ticket.name")}</small></span>
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

/** A paper with the number by which it can be told from another of its kind. */
function paper_words(paper: string, application: Application, t: Text): string {
  const { document, visa, migration_card } = application.application;
  const number = { identity_document: `${document.issuing_state} ${document.number}`, visa: visa?.number, migration_card: migration_card.number }[paper];
  return number ? `${t.code("paper", paper)} — ${number}` : t.code("paper", paper);
}

function date_parts(rfc3339: string, t: Text): Record<string, string> {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(rfc3339);
  return { year: parts?.[1] ?? "", month: t.code("month", parts?.[2] ?? ""), day: parts?.[3] ?? "", hour: parts?.[4] ?? "", minute: parts?.[5] ?? "" };
}
