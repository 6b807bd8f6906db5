// Letters of the office to the person who filed: the reasoned refusal (cl. 5, 16, 23), the referral to the office of the first application
// (cl. 15), and the notice that an application was annulled. Each says what can be done about it and where.
import type { Application, FirstApplication, Office } from "../api/types";
import { phones_of } from "../api/read";
import { show_date, show_moment } from "../base/dates";
import { useStore } from "../base/store";
import type { Text } from "../i18n/i18n";
import { country_name, rules } from "../record/lists";
import { filed_by } from "../record/Sheets";
import { department_of, facts, migration_of, secretariat_of, with_address } from "./facts";
import { hours_sentence } from "./hours";
import { type Row, Rows, Signs, cite, document_words } from "./paper";

/** Who writes: the department above, the office with where it is, number and day of the letter. */
export function LetterHead(props: { office: Office | undefined; code: string; number: string; day: string | null; t: Text }) {
  const { office, t } = props;
  const department = department_of(props.code);
  return (
    <header class="letter-head">
      {department && department.code !== props.code && <p>{department.name_kk}</p>}
      <p><b>{office?.name_kk ?? props.code}</b></p>
      {office && <p class="small">{office.address_kk} · <span class="nowrap">{migration_of(office)}</span></p>}
      <p class="letter-number"><span>{t("letter.number", { number: props.number })}</span><span>{t("letter.day", { day: show_date(props.day) })}</span></p>
    </header>
  );
}

function Addressee(props: { application: Application; t: Text }) {
  const { application, t } = props;
  const body = application.application;
  return (
    <div class="addressee">
      <p><span class="small">{t("letter.to")}:</span> <b>{filed_by(application)}</b></p>
      <p class="small">{t("refusal.born", { born: show_date(body.applicant.birth_date), document: document_words(body, t) })}, {country_name(body.applicant.citizenship, t.language)}</p>
      {body.host?.address && <p class="small">{body.host.address}</p>}
    </div>
  );
}

/** The office of the first application with everything that is needed to get there, and the ticket to ask for. */
function FirstRows(props: { first: FirstApplication; t: Text }) {
  const { first, t } = props;
  const hours = useStore(facts)?.hours;
  const rows: Row[] = [
    [t("first.office"), first.office_name],
    [t("first.address"), first.address ?? ""],
    [t("first.phones"), phones_of(first.phones).join(", ")],
    [t("first.hours"), hours ? hours_sentence(hours, t) : ""],
    [t("first.ticket"), first.ticket_number],
    [t("first.accepted"), first.accepted_on.length > 10 ? show_moment(first.accepted_on) : show_date(first.accepted_on)],
  ];
  return <Rows rows={rows.filter(([, value]) => value !== "")} />;
}

/** cl. 20-25 on the letter itself: to whom, how, and who helps. */
function Complaining(props: { code: string; t: Text }) {
  const { t } = props;
  useStore(facts);
  const department = department_of(props.code);
  return (
    <section class="letter-rights">
      <p><b>{t("refusal.court")}</b></p>
      <p>{t("complain.to", { department: department?.name_kk ?? "ІІД", address: department?.address_kk ?? "—", phones: secretariat_of(department) || "—" })}</p>
      <p>{t("complain.how")}</p>
    </section>
  );
}

function Receipt(props: { t: Text }) {
  const { t } = props;
  return <Signs t={t} title={t("letter.received")} cells={[[t("letter.recipient"), ""], [t("letter.when"), ""]]} />;
}

/** cl. 5, 16, 23: ground of the closed list with its clause, what is missing, the words of the officer, court and complaint. */
export function RefusalSheet(props: { application: Application; office: Office | undefined; t: Text }) {
  const { application, office, t } = props;
  const { decision, verdict } = application;
  const ground = decision?.ground ?? "";
  const clause = useStore(rules).refusal_clauses[ground];
  const missing = decision?.missing ?? [];
  const first = ground === "first_application_elsewhere" && verdict?.first ? with_address(verdict.first) : undefined;
  return (
    <>
      <LetterHead office={office} code={application.office} number={application.ticket_number} day={decision?.at ?? null} t={t} />
      <Addressee application={application} t={t} />
      <h1>{t("refusal.title")}</h1>
      <p>{t("refusal.about", { number: application.ticket_number, day: show_moment(application.accepted_at) })}</p>
      <p><b>{t("refusal.ground")}:</b> {t.code("ground", ground)}{clause && ` (${cite(clause, t)})`}.</p>
      {missing.length > 0 && (
        <>
          <h2>{t("refusal.missing")}</h2>
          <ol class="sheet-list">{missing.map((paper) => <li key={paper}>{t.code("paper", paper)}</li>)}</ol>
        </>
      )}
      {first && <><h2>{t("refusal.first")}</h2><FirstRows first={first} t={t} /></>}
      {decision?.text && <p class="words"><b>{t("letter.explained")}:</b> {decision.text}</p>}
      <p>{t(first ? "annulment.go" : "refusal.again")}</p>
      <Complaining code={application.office} t={t} />
      <p class="small">{t("refusal.legal")} {t("ticket.free")}</p>
      <div class="letter-foot"><Signs t={t} name={decision?.by ?? ""} /><Receipt t={t} /></div>
    </>
  );
}

interface ReferralProps { name: string; document: string; first: FirstApplication; from: Office | undefined; as_of: string | null; by: string; t: Text }

/** cl. 15, before acceptance: nothing was accepted here; where the person must go, and what is known there. */
export function ReferralSheet(props: ReferralProps) {
  const { first, t } = props;
  return (
    <>
      <header class="sheet-head"><p>{t("ticket.service")}</p></header>
      <h1>{t("referral.title")}</h1>
      <p><b>{t("referral.person", { name: props.name, document: props.document })}</b></p>
      <p>{t("referral.text")}</p>
      <FirstRows first={first} t={t} />
      <p>{t("referral.not_accepted")} {t("referral.bring")}</p>
      <Signs t={t} name={props.by} />
      <footer class="sheet-foot">
        <p>{t("referral.from", { office: [props.from?.name_kk, props.from?.address_kk, migration_of(props.from)].filter(Boolean).join(", ") })}</p>
        {props.as_of && <p>{t("referral.as_of", { at: show_moment(props.as_of) })}</p>}
        <p>{t("ticket.free")} {t("refusal.court")}</p>
      </footer>
    </>
  );
}

/** cl. 15, after the department's verdict: why this application no longer counts, what becomes of the card, where to go. */
export function AnnulmentSheet(props: { application: Application; office: Office | undefined; t: Text }) {
  const { application, office, t } = props;
  const { verdict } = application;
  const here = { office: office?.name_kk ?? application.office, address: office?.address_kk ?? "", phones: migration_of(office) };
  const registered = application.decision?.decision === "registered";
  return (
    <>
      <LetterHead office={office} code={application.office} number={application.ticket_number} day={verdict?.decided_at ?? null} t={t} />
      <Addressee application={application} t={t} />
      <h1>{t("annulment.title")}</h1>
      <p>{t("annulment.about", { number: application.ticket_number, day: show_moment(application.accepted_at), decided: show_date(verdict?.decided_at) })}</p>
      {verdict?.first && verdict.first.application_id !== application.id && <><p>{t("annulment.rule")}</p><FirstRows first={with_address(verdict.first)} t={t} /></>}
      {verdict?.decided_by && verdict.reason && <p class="words">{t("annulment.reason", { reason: verdict.reason })}</p>}
      <p><b>{t("annulment.go")}</b></p>
      <p>{registered ? t("annulment.card", { card: application.application.migration_card.number, ...here }) : t("annulment.no_card", here)}</p>
      <Complaining code={application.office} t={t} />
      <p class="small">{t("refusal.legal")} {t("ticket.free")}</p>
      <div class="letter-foot"><Signs t={t} /><Receipt t={t} /></div>
    </>
  );
}

/** What the clerk does beside handing the notice over; on the screen only. */
export function AnnulmentTasks(props: { application: Application; t: Text }) {
  const { application, t } = props;
  const phone = application.application.host?.phone;
  return (
    <ol class="no-print todo">
      <li>{t("annulment.todo_tell", { phone: phone ? ` (${phone})` : "" })}</li>
      <li>{t("annulment.todo_give")}</li>
      {application.decision?.decision === "registered" && <li>{t("annulment.todo_card")}</li>}
      {application.state === "accepted" && <li>{t("annulment.todo_refuse", { ground: t.code("ground", "first_application_elsewhere") })}</li>}
    </ol>
  );
}

