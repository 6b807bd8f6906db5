// Which papers of an applicant lie in the office's keeping (cl. 15, 17), and how long the registration lasts by now.
import type { Application, CustodyEvent } from "../api/types";
import { show_date, show_moment } from "../base/dates";
import { useText } from "../i18n/i18n";
import { application_link } from "../record/Record";
import { office_name } from "../record/lists";
import { person_name } from "../record/show";

/** What was received and not given back since, in the order of receiving. */
export function held_papers(events: readonly CustodyEvent[]): CustodyEvent[] {
  const held = new Map<string, CustodyEvent>();
  for (const event of events) {
    if (event.event === "returned") held.delete(event.item);
    else held.set(event.item, event);
  }
  return [...held.values()];
}

export function KeepingBox(props: { application: Application }) {
  const t = useText();
  const { application } = props;
  if (application.custody.length === 0) return null;
  const held = held_papers(application.custody);
  return (
    <section class={held.length > 0 ? "box box-warn" : "box"} id="keeping">
      <h2>{t("keeping.title")}</h2>
      {held.length === 0 && <p>{t("keeping.all_returned")}</p>}
      <ul class="plain-list">
        {held.map((each) => (
          <li key={each.item}><b>{t.code("paper", each.item)}</b> — {t("keeping.since", { at: show_moment(each.at) })}{each.person && ` · ${t("keeping.from", { person: each.person })}`}{each.note && ` · ${each.note}`}</li>
        ))}
      </ul>
    </section>
  );
}

/** "Same person, other document", in words: where else this person applied, as the department judged it. */
export function NoticesBox(props: { application: Application }) {
  const t = useText();
  const notices = props.application.notices.filter((notice) => notice.holds);
  if (notices.length === 0) return null;
  return (
    <section class="box box-warn" id="notices">
      <h2>{t("event.notice")}</h2>
      {notices.map((notice) => (
        <p key={notice.other_office + notice.other_ticket_number}>
          {t("notice.text", { office: office_name(notice.other_office), ticket: notice.other_ticket_number, document: notice.other_document })} <b>{t("verdict.reason")}:</b> {notice.reason}
          <span class="hint"> {[notice.by, show_moment(notice.at)].filter(Boolean).join(" · ")}</span>
        </p>
      ))}
    </section>
  );
}

/** Lines under the state: until when, from which paper ticket, whose filing. */
export function StateLines(props: { application: Application }) {
  const t = useText();
  const { application } = props;
  return (
    <>
      {application.state === "registered" && application.registered_until && <p>{t("record.registered_until", { day: show_date(application.registered_until) })}</p>}
      {application.paper && <p>{t("record.paper", { number: application.paper.number, at: show_moment(application.paper.accepted_at) })}</p>}
      {application.origin === "taken_on" && <p>{t("record.taken_over")}</p>}
      {application.origin === "portal" && <p>{t("record.portal")}</p>}
      {application.filing.length > 0 && (
        <p>{t("filing.with")} {application.filing.map((member, at) => <span key={member.id}>{at > 0 && ", "}<a href={application_link(member.id)}>{person_name(member)}</a></span>)}</p>
      )}
    </>
  );
}
