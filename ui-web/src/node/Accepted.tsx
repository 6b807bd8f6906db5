// After acceptance: the number in large figures, the ticket to print, and on to the next person.
import { useEffect } from "preact/hooks";
import * as calls from "../api/calls";
import { address_of, go } from "../base/router";
import { show_date, show_hour } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { useData } from "../parts/useData";
import { office_of } from "../record/lists";
import { Printable, ReferralSheet, TicketSheet } from "../record/Sheets";
import { application_link } from "../record/Record";
import { last_question } from "./acceptance";
import { horizon_sentence } from "./FirstQuestion";
import { known_status } from "./status_poll";
import { useStore } from "../base/store";

export function Accepted(props: { id: string }) {
  const t = useText();
  const data = useData((signal) => calls.application(props.id, signal), [props.id]);
  const index = useStore(known_status).status?.index;
  useEffect(() => {
    document.getElementById("next-application")?.focus();
  }, [data.value !== undefined]);
  if (data.error) return <Failure error={data.error} on_repeat={data.reload} />;
  const application = data.value;
  if (!application) return <p class="loading" role="status">{t("loading")}</p>;
  return (
    <div class="accepted">
      <section class="accepted-facts no-print">
        <h1>{t("accepted.title")}</h1>
        <p class="big-number" id="ticket-number">{application.ticket_number}</p>
        <p class="due">{t("accepted.due")} <strong>{show_date(application.due_at)} {show_hour(application.due_at)}</strong></p>
        {application.missing.length > 0 && (
          <Notice tone="warn">
            <p>{t("accepted.missing")}</p>
            <ul class="plain-list">{application.missing.map((paper) => <li key={paper}>{t.code("paper", paper)}</li>)}</ul>
          </Notice>
        )}
        {application.confirmation === "review" && <Notice tone="warn">{t("verdict.means.review")}</Notice>}
        <p class="hint">{t("accepted.pending")} {horizon_sentence(index, t, Date.now())}</p>
        <div class="choice">
          <button type="button" id="next-application" class="primary" onClick={() => go("new")}>{t("accepted.next")} <kbd>F6</kbd></button>
          <a class="button" href={application_link(application.id)}>{t("accepted.open")}</a>
        </div>
      </section>
      <Printable print_label={t("ticket.print")} name={t("ticket.title")}>
        {(paper) => <TicketSheet application={application} office={office_of(application.office)} t={paper} />}
      </Printable>
    </div>
  );
}

/** The sheet that sends the person to the office of the first application. */
export function Referral(props: { slot: string }) {
  const t = useText();
  const own = useStore(known_status).status;
  if (!last_question) return <Notice tone="plain">{t("referral.gone")}</Notice>;
  const { question, form } = last_question;
  const name = [form.fields["applicant.surname"], form.fields["applicant.given_names"]].join(" ").trim();
  return (
    <div class="accepted">
      <section class="no-print">
        <h1>{t("referral.title")}</h1>
        <p>{t("referral.keep")}</p>
        <div class="choice">
          <a class="button" href={address_of("new", props.slot)}>{t("first.back")}</a>
          <button type="button" class="primary" onClick={() => void calls.drop_draft(props.slot).finally(() => go("new"))}>{t("accepted.next")}</button>
        </div>
      </section>
      <Printable print_label={t("referral.print")} name={t("referral.title")}>
        {(paper) => (
          <ReferralSheet name={name} document={`${form.fields["document.issuing_state"]} ${form.fields["document.number"]}`} first={question.first} from={office_of(own?.office ?? "")?.name_kk ?? own?.office ?? ""} t={paper} />
        )}
      </Printable>
    </div>
  );
}
