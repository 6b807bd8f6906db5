// After acceptance: the number in large figures, the ticket to print, and on to the next person: of the same family, or of the queue.
import { useEffect, useState } from "preact/hooks";
import * as calls from "../api/calls";
import { ApiError } from "../api/client";
import { type Queue, call_visit, finish_visit } from "../api/day";
import type { Application } from "../api/types";
import { address_of, go } from "../base/router";
import { show_date, show_hour } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { OfficerOnce } from "../parts/OfficerOnce";
import { person } from "../parts/person";
import { useData } from "../parts/useData";
import { office_of } from "../record/lists";
import { tell_printed } from "../api/printed";
import { Printable, TicketSheet } from "../record/Sheets";
import { ReferralSheet } from "../sheets/Letters";
import { load_facts } from "../sheets/facts";
import { application_link } from "../record/Record";
import { empty_form } from "../record/form";
import { officer } from "../record/officer";
import { person_name } from "../record/show";
import { last_question } from "./acceptance";
import { begin_with, can_copy_family, copy_family } from "./family";
import { horizon_sentence } from "./FirstQuestion";
import { ask_queue, serve, served } from "./serving";
import { known_status } from "./status_poll";
import { useStore } from "../base/store";

export function Accepted(props: { id: string }) {
  const t = useText();
  // The queue is asked together with the record: the button that Enter presses must not change its meaning a moment later.
  const data = useData(async (signal) => {
    const [application, queue] = await Promise.all([calls.application(props.id, signal), ask_queue(signal)]);
    return { application, queue };
  }, [props.id]);
  const index = useStore(known_status).status?.index;
  useStore(officer); // printed on the sheet, and asked for beside it
  const [together, set_together] = useState<Application[] | undefined>(undefined);
  const [failure, set_failure] = useState<unknown>(undefined);
  useEffect(() => {
    document.getElementById("next-application")?.focus();
  }, [data.value !== undefined]);
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      if (event.key !== "F8" || document.querySelector("[aria-modal=true]") || !can_copy_family()) return;
      event.preventDefault();
      next_member();
    };
    window.addEventListener("keydown", on_key);
    return () => window.removeEventListener("keydown", on_key);
  }, []);
  if (data.error) return <Failure error={data.error} on_repeat={data.reload} />;
  if (!data.value) return <p class="loading" role="status">{t("loading")}</p>;
  const { application, queue } = data.value;
  const all = together ?? [application];
  const load_all = () => {
    set_failure(undefined);
    Promise.all(application.filing.map((member) => calls.application(member.id))).then((others) => set_together([...others, application]), set_failure);
  };
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
        <Onward application={application} queue={queue} />
        {application.filing.length > 0 && (
          <div class="box" id="filing-members">
            <h2>{t("filing.members")}</h2>
            <ul class="plain-list">{application.filing.map((member) => <li key={member.id}><a href={application_link(member.id)}>{person_name(member)} <span class="mono">{member.ticket_number}</span></a></li>)}</ul>
            {!together && <button type="button" id="filing-tickets" onClick={load_all}>{t.count("filing.tickets", application.filing.length + 1)}</button>}
            {failure !== undefined && <Failure error={failure} />}
          </div>
        )}
        <OfficerOnce />
      </section>
      <Printable print_label={t("ticket.print")} name={t("ticket.title")} on_print={() => all.forEach((each) => tell_printed(each.id, "ticket"))}>
        {(paper) => all.map((each) => <TicketSheet key={each.id} application={each} office={office_of(each.office)} t={paper} />)}
      </Printable>
    </div>
  );
}

/** Host, address and term again, in the same filing. */
function next_member(): void {
  const form = copy_family(empty_form(known_status.get().status?.office ?? ""));
  if (!form) return;
  begin_with(form);
  go("new");
}

/** Where there is a queue, the button that leads on ends this visit and calls the next: one key, and the times are taken by it. */
function Onward(props: { application: Application; queue: Queue | undefined }) {
  const t = useText();
  const { application, queue } = props;
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const visit = queue?.called.find((each) => each.id === application.visit);
  const next = queue?.waiting[0];
  const onward = async () => {
    if (!visit) return go("new");
    set_busy(true);
    try {
      await finish_visit(visit.id, "served");
      served(visit.id);
      await call_next();
      go("new");
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  const words = !visit ? t("accepted.next") : next ? t("accepted.served_next", { number: visit.number, next: next.number }) : t("accepted.served", { number: visit.number });
  return (
    <>
      <div class="choice">
        <button type="button" id="next-application" class="primary" disabled={busy} onClick={() => void onward()}>{words}{!visit && <> <kbd>F6</kbd></>}</button>
        {can_copy_family() && <button type="button" id="next-member" onClick={next_member}>{t("filing.next_member")} <kbd>F8</kbd></button>}
        <a class="button" href={application_link(application.id)}>{t("accepted.open")}</a>
      </div>
      {failure !== undefined && <Failure error={failure} />}
    </>
  );
}

/** The first of those who wait now; another counter may have called one in between. */
async function call_next(): Promise<void> {
  for (let tries = 0; tries < 3; ++tries) {
    const first = (await ask_queue())?.waiting[0];
    if (!first) return;
    try {
      await call_visit(first.id);
      serve(first.id);
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
    }
  }
}

/** The sheet that sends the person to the office of the first application. */
export function Referral(props: { slot: string }) {
  const t = useText();
  const own = useStore(known_status).status;
  const who = useStore(person);
  load_facts();
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
          <ReferralSheet name={name} document={`${form.fields["document.issuing_state"]} ${form.fields["document.number"]}`} first={question.first} from={office_of(own?.office ?? "")} as_of={question.horizon?.as_of ?? null} by={who?.name ?? ""} t={paper} />
        )}
      </Printable>
    </div>
  );
}
