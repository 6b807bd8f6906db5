// One application as the hub holds it: to read, not to change; offices write their own.
import * as calls from "../api/calls";
import { show_moment } from "../base/dates";
import { address_of } from "../base/router";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { History, Particulars, StateChip, VerdictBox } from "../record/Record";
import { office_name } from "../record/lists";
import { person_name } from "../record/show";

export function HubApplication(props: { id: string }) {
  const t = useText();
  const data = useData((signal) => calls.application(props.id, signal), [props.id]);
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
      <div class="record-body">
        <div><VerdictBox application={application} /><History entries={application.history} /></div>
        <Particulars body={application.application} />
      </div>
    </div>
  );
}
