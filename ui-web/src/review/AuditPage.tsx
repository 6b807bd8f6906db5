// Who read, searched, printed or carried away whose data (cl. 17): for the head of an office, and for the department's reviewers.
import { useState } from "preact/hooks";
import { type AuditLine, audit } from "../api/review";
import { read_date, show_moment } from "../base/dates";
import { address_of, go } from "../base/router";
import { useStore } from "../base/store";
import { type Text, useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { DateInput, Select, TextInput } from "../parts/inputs";
import { useData } from "../parts/useData";
import { office_name, office_options, offices } from "../record/lists";

interface Filter { from: string; to: string; account: string; office: string }

const day = (typed: string): string => {
  const read = read_date(typed);
  return "iso" in read ? read.iso : "";
};

/** `record`: only what concerns this application. */
export function AuditPage(props: { at_hub?: boolean; record?: string | undefined; department: string }) {
  const t = useText();
  const [filter, set_filter] = useState<Filter>({ from: "", to: "", account: "", office: "" });
  const [cursors, set_cursors] = useState<(string | null)[]>([null]);
  const cursor = cursors[cursors.length - 1] ?? null;
  const sought = { record: props.record ?? "", from: day(filter.from), to: day(filter.to), ...(props.at_hub ? { account: filter.account.trim(), office: filter.office, cursor } : {}) };
  const data = useData((signal) => audit(sought, signal), [JSON.stringify(sought)]);
  const list = useStore(offices).filter((each) => props.department === "" || each.code.startsWith(props.department));
  const set = (part: Partial<Filter>) => {
    set_filter({ ...filter, ...part });
    set_cursors([null]);
  };
  // A node answers everything of the account's at once; what is typed narrows it here.
  const shown = (data.value?.items ?? []).filter((item) => props.at_hub || filter.account.trim() === "" || item.account.includes(filter.account.trim()));
  return (
    <div class="page-wide">
      <div class="page-head"><h1>{t("nav.audit")}</h1><button type="button" onClick={data.reload} disabled={data.loading}>{t("refresh")}</button></div>
      <p class="lead">{t("audit.what")}</p>
      {props.record !== undefined && <p><b>{t("audit.of_one")}</b> <a href={address_of("application", props.record)}>{shown[0]?.ticket_number ?? props.record}</a> <button type="button" class="quiet" onClick={() => go("audit")}>{t("audit.all")}</button></p>}
      <form class="period-bar" onSubmit={(event) => event.preventDefault()}>
        <Field id="audit-from" label={t("book.from")}><DateInput id="audit-from" value={filter.from} on_change={(from) => set({ from })} placeholder={t("date.form")} /></Field>
        <Field id="audit-to" label={t("book.to")}><DateInput id="audit-to" value={filter.to} on_change={(to) => set({ to })} placeholder={t("date.form")} /></Field>
        <Field id="audit-account" label={t("login.name")}><TextInput id="audit-account" type="search" value={filter.account} on_change={(account) => set({ account })} max={64} /></Field>
        {props.at_hub && <Field id="audit-office" label={t("book.office")}><Select id="audit-office" value={filter.office} on_change={(office) => set({ office })} options={office_options(list)} empty={t("review.all_offices")} /></Field>}
      </form>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class="table-frame" role="region" aria-label={t("nav.audit")} tabIndex={0}>
        <table class="list" id="audit-list">
          <thead><tr><th>{t("audit.at")}</th>{props.at_hub && <th>{t("book.office")}</th>}<th>{t("login.name")}</th><th>{t("audit.action")}</th><th>{t("audit.whose")}</th><th>{t("audit.detail")}</th></tr></thead>
          <tbody>{shown.map((line, at) => <Line key={`${line.at} ${at}`} line={line} at_hub={props.at_hub === true} />)}</tbody>
        </table>
        {data.value && shown.length === 0 && <p class="empty">{t("audit.none")}</p>}
      </div>
      <div class="choice">
        {cursors.length > 1 && <button type="button" onClick={() => set_cursors(cursors.slice(0, -1))}>{t("back")}</button>}
        {data.value?.next && <button type="button" onClick={() => set_cursors([...cursors, data.value?.next ?? null])}>{t("book.more")}</button>}
      </div>
    </div>
  );
}

/** What a program noted beside the act, in words: a sheet that was printed, or how much a search found. */
function show_detail(detail: string | null, t: Text): string {
  const counted = /^(found|complaints|portal requests) (\d+)$/.exec(detail ?? "");
  if (counted) return t.count(counted[1] === "found" ? "audit.found" : counted[1] === "complaints" ? "audit.complaints" : "audit.portal_requests", Number(counted[2]));
  return detail ? t.code("audit_detail", detail) : "";
}

function Line(props: { line: AuditLine; at_hub: boolean }) {
  const t = useText();
  const { line } = props;
  const id = line.application_id ?? line.record;
  return (
    <tr>
      <td class="nowrap">{show_moment(line.at)}</td>
      {props.at_hub && <td class="office">{line.office ? office_name(line.office) : ""}</td>}
      <td>{line.account}</td>
      <td>{t.code("audit_action", line.action)}</td>
      <td>{id ? <a href={address_of("application", id)}><span class="mono">{line.ticket_number ?? id}</span>{line.name && ` ${line.name}`}</a> : ""}</td>
      <td>{show_detail(line.detail, t)}{line.in_log === false && <span class="hint"> {t("audit.waits")}</span>}</td>
    </tr>
  );
}
