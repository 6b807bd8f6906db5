// Everything that can be printed of one application, by where it stands; each print is told to the daemon.
import * as calls from "../api/calls";
import type { Application } from "../api/types";
import { type PrintedWhat, tell_printed } from "../api/printed";
import { useEffect, useState } from "preact/hooks";
import { type Text, language, useText } from "../i18n/i18n";
import { useStore } from "../base/store";
import { OfficerOnce } from "../parts/OfficerOnce";
import { officer } from "../record/officer";
import { office_of } from "../record/lists";
import { Printable, TicketSheet } from "../record/Sheets";
import { ApplicationForm, OrganisationLetter } from "./ApplicationForm";
import { ArrivalSheet, CouponSheet } from "./ArrivalSheets";
import { AnnulmentSheet, AnnulmentTasks, RefusalSheet } from "./Letters";
import { LabelSheet, MarkSheet } from "./Mark";
import { load_facts } from "./facts";

export type PrintName = "ticket" | "mark" | "label" | "refusal" | "annulment" | "arrival" | "coupon" | "form" | "orgletter";

/** Under which name a print is written down; forms that the applicant signs are his own paper and no extract of the book. */
const kTold: Partial<Record<PrintName, PrintedWhat>> = {
  ticket: "ticket", mark: "mark", label: "label", refusal: "refusal", annulment: "referral", arrival: "arrival_sheet", coupon: "coupon",
};
const kLetters: readonly PrintName[] = ["refusal", "annulment", "form", "orgletter"];

export function prints_of(application: Application): PrintName[] {
  const long_stay = [...application.application.documents, ...application.checklist].includes("arrival_sheet_1");
  return [
    "ticket",
    ...(application.state === "registered" && application.confirmation !== "annulled" ? (["mark", ...(application.label ? (["label"] as const) : [])] as const) : []),
    ...(application.state === "refused" ? (["refusal"] as const) : []),
    ...(application.confirmation === "annulled" ? (["annulment"] as const) : []),
    ...(long_stay ? (["arrival", "coupon"] as const) : []),
    application.application.host?.kind === "organisation" ? "orgletter" : "form",
  ];
}

export function PrintButtons(props: { application: Application; on_print: (name: PrintName) => void }) {
  const t = useText();
  return <>{prints_of(props.application).map((name) => <button key={name} id={`print-${name}`} type="button" onClick={() => props.on_print(name)}>{t(`${name}.print`)}</button>)}</>;
}

/** One page, or an array of pages. */
function pages_of(name: PrintName, application: Application, t: Text) {
  const office = office_of(application.office);
  const body = application.application;
  const day = { body, office, until: application.registered_until, ticket: application.ticket_number, by: application.decision?.by ?? application.accepted_by ?? "", t };
  switch (name) {
    case "ticket": return <TicketSheet application={application} office={office} t={t} />;
    case "mark": return <MarkSheet application={application} office={office} t={t} />;
    case "label": return application.label && <LabelSheet label={application.label} t={t} />;
    case "refusal": return <RefusalSheet application={application} office={office} t={t} />;
    case "annulment": return <AnnulmentPages application={application} t={t} />;
    case "arrival": return [<ArrivalSheet key="1" {...day} copy={1} />, <ArrivalSheet key="2" {...day} copy={2} />];
    case "coupon": return <CouponSheet {...day} />;
    case "form": return <ApplicationForm body={body} office={office} ticket={application.ticket_number} t={t} />;
    case "orgletter": return <OrganisationLetter body={body} office={office} t={t} />;
  }
}

/** The notice carries the daemon's own sentence, which came in the language of the screen: on a paper of another it is asked for again, and left out until then. */
function AnnulmentPages(props: { application: Application; t: Text }) {
  const { application, t } = props;
  const screen = useStore(language);
  const [there, set_there] = useState<Application | undefined>(undefined);
  useEffect(() => {
    const ending = new AbortController();
    set_there(undefined);
    if (t.language !== screen) calls.application(application.id, ending.signal, t.language).then((value) => !ending.signal.aborted && set_there(value), () => undefined);
    return () => ending.abort();
  }, [application.id, t.language, screen]);
  const without_words = application.verdict ? { ...application, verdict: { ...application.verdict, reason: "" } } : application;
  return <AnnulmentSheet application={t.language === screen ? application : there ?? without_words} office={office_of(application.office)} t={t} />;
}

export function ApplicationPrint(props: { name: PrintName; application: Application; on_close: () => void }) {
  const t = useText();
  const { name, application } = props;
  const told = kTold[name];
  useStore(officer); // printed on the sheets, and asked for beside them
  load_facts();
  return (
    <>
      {name === "annulment" && <section class="box box-warn no-print"><h2>{t("annulment.todo")}</h2><AnnulmentTasks application={application} t={t} /></section>}
      <Printable
        print_label={t(`${name}.print`)} name={t(`${name}.title`)} {...(kLetters.includes(name) ? { size: "a4" as const } : {})}
        {...(told ? { on_print: () => tell_printed(application.id, told) } : {})}
        extra={<><OfficerOnce /><button type="button" onClick={props.on_close}>{t("back")}</button></>}
      >
        {(paper) => pages_of(name, application, paper)}
      </Printable>
    </>
  );
}
