// Stays with more than one application: what the machine decided, and what waits for a person.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { Duplicate } from "../api/types";
import { show_moment } from "../base/dates";
import { address_of, go } from "../base/router";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { Select } from "../parts/inputs";
import { useData } from "../parts/useData";
import { person_name } from "../record/show";

const kStates = ["open", "decided", "settled", "all"];

export function Duplicates() {
  const t = useText();
  const [state, set_state] = useState("open");
  const [cursors, set_cursors] = useState<(string | null)[]>([null]);
  const cursor = cursors[cursors.length - 1] ?? null;
  const data = useData((signal) => calls.duplicates(state === "all" ? "" : state, cursor, signal), [state, cursor]);
  const page = data.value;
  return (
    <div class="page-wide">
      <div class="page-head">
        <h1>{t("nav.duplicates")}</h1>
        <label for="duplicate-state" class="visually-hidden">{t("duplicates.state")}</label>
        <Select id="duplicate-state" value={state} on_change={(chosen) => { set_state(chosen); set_cursors([null]); }} options={kStates.map((code) => ({ code, label: t.code("duplicate_state", code) }))} />
        <button type="button" onClick={data.reload} disabled={data.loading}>{t("refresh")}</button>
      </div>
      <p class="lead">{t("duplicates.what")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <ul class="cards">
        {page?.items.map((item) => <DuplicateCard key={item.id} item={item} />)}
      </ul>
      {page && page.items.length === 0 && <p class="empty">{t("duplicates.none")}</p>}
      <div class="choice">
        {cursors.length > 1 && <button type="button" onClick={() => set_cursors(cursors.slice(0, -1))}>{t("back")}</button>}
        {page?.next && <button type="button" onClick={() => set_cursors([...cursors, page.next])}>{t("book.more")}</button>}
      </div>
    </div>
  );
}

function DuplicateCard(props: { item: Duplicate }) {
  const t = useText();
  const { item } = props;
  return (
    <li class={`card card-${item.state}`}>
      <a href={address_of("duplicate", item.id)} onClick={(event) => { event.preventDefault(); go("duplicate", item.id); }}>
        <span class="card-sides">
          {item.claims.map((claim) => (
            <span key={claim.application_id} class="card-side">
              <b>{person_name(claim.application.applicant)}</b>
              <span>{claim.office_name} <span class="code">{claim.office}</span></span>
              <span class="mono">{claim.ticket_number}</span>
              <span class="hint">{show_moment(claim.accepted_at)}</span>
            </span>
          ))}
        </span>
        <span class="card-state">
          <b>{t.code("duplicate_state", item.state)}</b>
          {item.grade && <span>{t.code("grade", item.grade)}</span>}
          {item.reason && <span class="hint">{item.reason}</span>}
          {item.decided_by && <span class="hint">{item.decided_by} · {show_moment(item.decided_at)}</span>}
        </span>
      </a>
    </li>
  );
}
