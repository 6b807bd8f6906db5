// One application: where it stands, what the department says of it, what has happened, and what the clerk can do next.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import { type ActName, act_route } from "../api/acts";
import { type Offered, offered } from "../api/offered";
import type { Application } from "../api/types";
import { show_date, show_hour, show_moment } from "../base/dates";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { type Key, useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { person } from "../parts/person";
import { useData } from "../parts/useData";
import { History, Particulars, StateChip, VerdictBox } from "../record/Record";
import { PicturesBox } from "../record/Pictures";
import { country_name, office_name } from "../record/lists";
import { person_name } from "../record/show";
import { ApplicationPrint, PrintButtons, type PrintName } from "../sheets/ApplicationPrints";
import { type ActionName, ActionDialog } from "./Actions";
import { ActDialog } from "./Acts";
import { KeepingBox, NoticesBox, StateLines, held_papers } from "./Keeping";
import { ask_status } from "./status_poll";

/** What may still be done, by state. The daemon has the last word. */
export function actions_of(application: Application): ActionName[] {
  switch (application.state) {
    case "accepted": return ["register", "refuse", ...(application.missing.length > 0 ? (["papers"] as const) : []), "withdraw"];
    case "registered": return application.departed_on ? [] : ["departure", "withdraw"];
    case "refused": return application.missing.length > 0 ? ["papers"] : [];
    default: return [];
  }
}

/** What the day after acceptance allows, where the daemon knows the act. Papers go back whatever became of the application. */
export function acts_of(application: Application, can: Offered): ActName[] {
  const stays = (application.state === "accepted" || application.state === "registered") && !application.departed_on;
  const registered = application.state === "registered" && !application.departed_on;
  const acts: ActName[] = [
    ...(registered ? (["extension", "card"] as const) : []),
    ...(stays ? (["address", "received"] as const) : []),
    ...(held_papers(application.custody).length > 0 ? (["returned"] as const) : []),
  ];
  return acts.filter((name) => can.has("POST", act_route(name)));
}

export function ApplicationPage(props: { id: string; office_own: string | null }) {
  const t = useText();
  const data = useData((signal) => calls.application(props.id, signal), [props.id]);
  const [action, set_action] = useState<ActionName | undefined>(undefined);
  const [act, set_act] = useState<ActName | undefined>(undefined);
  const can = useStore(offered);
  const role = useStore(person)?.role;
  const [print, set_print] = useState<PrintName | undefined>(undefined);
  const [done, set_done] = useState<Key | undefined>(undefined);
  const application = data.value;
  if (!application) return data.error ? <Failure error={data.error} on_repeat={data.reload} /> : <p class="loading" role="status">{t("loading")}</p>;
  const { applicant } = application.application;
  const acted = (name: ActionName | ActName) => {
    set_action(undefined);
    set_act(undefined);
    set_done(`done.${name}` as Key);
    if (name === "refuse") set_print("refusal");
    data.reload();
    void ask_status();
  };
  if (print !== undefined) return <ApplicationPrint name={print} application={application} on_close={() => set_print(undefined)} />;
  return (
    <div class="record">
      <header class="record-head">
        <div>
          <p class="ticket mono">{application.ticket_number}</p>
          <h1>{person_name(applicant)}</h1>
          <p class="hint">{country_name(applicant.citizenship, t.language)} · {show_date(applicant.birth_date)} · {application.application.document.issuing_state} <span class="mono">{application.application.document.number}</span></p>
        </div>
        <div class="record-state">
          <StateChip state={application.state} />
          <p>{t("record.accepted", { at: show_moment(application.accepted_at) })}{application.accepted_by ? ` · ${application.accepted_by}` : ""}</p>
          {application.state === "accepted" && <p>{t("accepted.due")} <strong>{show_date(application.due_at)} {show_hour(application.due_at)}</strong></p>}
          <StateLines application={application} />
          {application.departed_on && <p>{t("record.departed", { day: show_date(application.departed_on) })}</p>}
          {props.office_own !== null && application.office !== props.office_own && <p>{office_name(application.office)}</p>}
        </div>
      </header>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {done && <Notice tone="good" live>{t(done)}</Notice>}
      <div class="record-actions" role="group" aria-label={t("actions")}>
        {actions_of(application).map((name) => (
          <button key={name} type="button" class={name === "register" && application.confirmation !== "annulled" ? "primary" : undefined} disabled={name === "register" && (application.missing.length > 0 || application.confirmation === "annulled")} onClick={() => set_action(name)}>
            {t(`action.${name}` as Key)}
          </button>
        ))}
        {acts_of(application, can).map((name) => <button key={name} id={`act-${name}`} type="button" onClick={() => set_act(name)}>{t(`action.${name}` as Key)}</button>)}
        {application.state !== "withdrawn" && <a class="button" href={address_of("application", application.id, "correct")}>{t("action.correct")}</a>}
        <PrintButtons application={application} on_print={set_print} />
        {role === "head" && can.has("GET", "/audit") && <a class="button" href={address_of("audit", application.id)}>{t("audit.open")}</a>}
      </div>
      <div class="record-body">
        <div>
          <VerdictBox application={application} />
          <NoticesBox application={application} />
          <PapersBox application={application} />
          <PicturesBox application={application.id} at_hub={false} papers={application.application.documents} may_add={application.state !== "withdrawn"} />
          <KeepingBox application={application} />
          <History entries={application.history} />
        </div>
        <Particulars body={application.application} />
      </div>
      {act && <ActDialog name={act} application={application} on_done={() => acted(act)} on_close={() => set_act(undefined)} />}
      {action && <ActionDialog name={action} application={application} on_done={() => acted(action)} on_close={() => set_action(undefined)} />}
    </div>
  );
}

function PapersBox(props: { application: Application }) {
  const t = useText();
  const { application } = props;
  return (
    <section class={application.missing.length > 0 ? "box box-warn" : "box"}>
      <h2>{t("papers.handed")}</h2>
      <ul class="checks">
        {application.application.documents.map((paper) => <li key={paper}><span aria-hidden="true">✓</span> {t.code("paper", paper)}</li>)}
        {application.missing.map((paper) => <li key={paper} class="lacking"><span aria-hidden="true">✕</span> {t.code("paper", paper)} — {t("papers.missing")}</li>)}
      </ul>
      {application.missing.length > 0 && <p class="hint">{t("papers.no_registration")}</p>}
    </section>
  );
}
