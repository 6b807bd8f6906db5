// What the office owes (cl. 7: one working day) and what it keeps (cl. 15, 17): the two lists that are looked through before closing.
import * as day from "../api/day";
import { show_date, show_hour, show_moment } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { application_link } from "../record/Record";
import { person_name } from "../record/show";

const kSigns: Record<day.Urgency, string> = { overdue: "■", soon: "▲", open: "○" };
const kTones: Record<day.Urgency, string> = { overdue: "bad", soon: "warn", open: "off" };

export function DuePage() {
  const t = useText();
  const data = useData((signal) => day.due(signal), []);
  const items = data.value ?? [];
  return (
    <div class="page-wide">
      <div class="page-head"><h1>{t("nav.due")}</h1><button type="button" onClick={data.reload} disabled={data.loading}>{t("refresh")}</button></div>
      <p class="lead">{t("due.what")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class="table-frame" role="region" aria-label={t("nav.due")} tabIndex={0}>
        <table class="list" id="due-list">
          <thead><tr><th>{t("due.state")}</th><th>{t("due.at")}</th><th>{t("book.ticket")}</th><th>{t("book.name")}</th><th>{t("book.accepted_at")}</th></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <td class={`lamp-${kTones[item.state]}`}><span class="lamp" aria-hidden="true">{kSigns[item.state]}</span>{t(`due.${item.state}`)}</td>
                <td class="nowrap strong">{show_date(item.due_at)} {show_hour(item.due_at)}</td>
                <td class="mono nowrap"><a href={application_link(item.id)}>{item.ticket_number}</a></td>
                <td>{person_name(item)}</td>
                <td class="nowrap">{show_moment(item.accepted_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {data.value && items.length === 0 && <p class="empty">{t("due.none")}</p>}
      </div>
    </div>
  );
}

export function CustodyPage() {
  const t = useText();
  const data = useData((signal) => day.custody(signal), []);
  const items = data.value ?? [];
  return (
    <div class="page-wide">
      <div class="page-head"><h1>{t("keeping.title")}</h1><button type="button" class="no-print" onClick={() => window.print()}>{t("keeping.print")}</button></div>
      <p class="lead">{t("keeping.what")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class="table-frame" role="region" aria-label={t("keeping.title")} tabIndex={0}>
        <table class="list" id="custody-list">
          <thead><tr><th>{t("act.item")}</th><th>{t("book.ticket")}</th><th>{t("book.name")}</th><th>{t("keeping.received_at")}</th><th class="right">{t("keeping.days")}</th></tr></thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.application_id + item.item}>
                <td class="strong">{t.code("paper", item.item)}</td>
                <td class="mono nowrap"><a href={application_link(item.application_id)}>{item.ticket_number}</a></td>
                <td>{item.name}</td>
                <td class="nowrap">{show_moment(item.received_at)}</td>
                <td class={item.days > 0 ? "right bad strong" : "right"}>{item.days}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {data.value && items.length === 0 && <p class="empty">{t("keeping.none")}</p>}
      </div>
    </div>
  );
}
