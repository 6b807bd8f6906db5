// One application as the hub holds it: to read; offices write their own. Only the place of registration is the department's to move (cl. 15).
import * as calls from "../api/calls";
import { offered } from "../api/offered";
import type { Application } from "../api/types";
import { show_moment } from "../base/dates";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { person } from "../parts/person";
import { useData } from "../parts/useData";
import { PicturesBox } from "../record/Pictures";
import { History, Particulars, StateChip, VerdictBox } from "../record/Record";
import { office_name } from "../record/lists";
import { person_name } from "../record/show";
import { TransferDialog } from "./TransferDialog";
import { useState } from "preact/hooks";

/** Only what holds the place of its stay can be moved. The hub has the last word. */
export function holds_place(application: Pick<Application, "state" | "confirmation" | "departed_on">): boolean {
  return application.state !== "withdrawn" && application.confirmation !== "annulled" && !application.departed_on;
}

export function HubApplication(props: { id: string }) {
  const t = useText();
  const data = useData((signal) => calls.application(props.id, signal), [props.id]);
  const [moving, set_moving] = useState(false);
  const [moved, set_moved] = useState(false);
  const can = useStore(offered);
  const role = useStore(person)?.role;
  const application = data.value;
  if (!application) return data.error ? <Failure error={data.error} on_repeat={data.reload} /> : <p class="loading" role="status">{t("loading")}</p>;
  return (
    <div class="record">
      <header class="record-head">
        <div>
          <p class="ticket mono">{application.ticket_number}</p>
          <h1>{person_name(application.application.applicant)}</h1>
          <p class="hint">{office_name(application.office)} <span class="code">{application.office}</span></p>
        </div>
        <div class="record-state">
          <StateChip state={application.state} />
          <p>{t("record.accepted", { at: show_moment(application.accepted_at) })}</p>
          <p><a href={address_of("applications")}>{t("back")}</a></p>
        </div>
      </header>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {moved && <Notice tone="good" live>{t("transfer.done")}</Notice>}
      <div class="record-actions" role="group" aria-label={t("actions")}>
        {role === "admin" && holds_place(application) && can.has("POST", "/applications/{id}/transfer") && <button type="button" id="transfer" onClick={() => set_moving(true)}>{t("transfer.button")}</button>}
        {can.has("GET", "/audit") && <a class="button" href={address_of("audit", application.id)}>{t("audit.open")}</a>}
      </div>
      <div class="record-body">
        <div><VerdictBox application={application} /><PicturesBox application={application.id} at_hub papers={[]} may_add={false} /><History entries={application.history} /></div>
        <Particulars body={application.application} />
      </div>
      {moving && <TransferDialog application={application} on_close={() => set_moving(false)} on_done={() => { set_moving(false); set_moved(true); data.reload(); }} />}
    </div>
  );
}
