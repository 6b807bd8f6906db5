// One application as facts: used in the clerk's application page and in the hub's search.
import type { Application, ApplicationBody, HistoryEntry, Verdict } from "../api/types";
import { address_of } from "../base/router";
import { show_moment } from "../base/dates";
import { type Key, useText } from "../i18n/i18n";
import { kFieldPaths, value_at } from "./form";
import { office_name } from "./lists";
import { show_details, show_value } from "./show";

export function StateChip(props: { state: string }) {
  const t = useText();
  return <span class={`chip chip-${props.state}`}>{t.code("state", props.state)}</span>;
}

const kSigns: Record<string, string> = { pending: "○", confirmed: "●", annulled: "✕", review: "?" };

export function ConfirmationChip(props: { confirmation: string }) {
  const t = useText();
  return (
    <span class={`chip chip-${props.confirmation}`}>
      <span aria-hidden="true">{kSigns[props.confirmation] ?? "·"}</span> {t.code("confirmation", props.confirmation)}
    </span>
  );
}

const kGroups = ["applicant", "document", "visa", "migration_card", "stay", "host"] as const;

export function Particulars(props: { body: ApplicationBody }) {
  const t = useText();
  return (
    <div class="particulars">
      {kGroups.map((group) => {
        const paths = kFieldPaths.filter((path) => (path.startsWith(group + ".") || (group === "host" && path === "category")) && value_at(props.body, path) !== "");
        if (paths.length === 0) return null;
        return (
          <section key={group}>
            <h3>{t(`section.${group}`)}</h3>
            <dl class="facts">
              {paths.map((path) => (
                <FactRow key={path} label={t(`field.${path}` as Key)} value={show_value(path, value_at(props.body, path), t)} mono={/number$/.test(path)} />
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}

function FactRow(props: { label: string; value: string; mono: boolean }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd class={props.mono ? "mono" : undefined}>{props.value}</dd>
    </>
  );
}

/** The department's judgement in words: what it is, why, against which application. */
export function VerdictBox(props: { application: Application }) {
  const t = useText();
  const { confirmation, verdict } = props.application;
  return (
    <section class={`box verdict verdict-${confirmation}`} aria-label={t("verdict.title")}>
      <h2><ConfirmationChip confirmation={confirmation} /> {verdict && <span class="grade">{t.code("grade", verdict.grade)}</span>}</h2>
      <p>{t(`verdict.means.${confirmation}` as Key)}</p>
      {verdict?.reason && <p><b>{t("verdict.reason")}:</b> {verdict.reason}</p>}
      {verdict && <VerdictFirst verdict={verdict} own={props.application.id} />}
      {verdict?.decided_at && (
        <p class="hint">{t("verdict.decided", { at: show_moment(verdict.decided_at) })}{verdict.decided_by ? ` · ${verdict.decided_by}` : ` · ${t("verdict.by_rule")}`}</p>
      )}
    </section>
  );
}

function VerdictFirst(props: { verdict: Verdict; own: string }) {
  const t = useText();
  const { first } = props.verdict;
  if (!first || first.application_id === props.own) return null;
  return (
    <dl class="facts">
      <dt>{t("verdict.first")}</dt>
      <dd><strong>{first.office_name || office_name(first.office)}</strong> <span class="code">{first.office}</span></dd>
      <dt>{t("first.ticket")}</dt><dd class="mono strong">{first.ticket_number}</dd>
      <dt>{t("first.accepted")}</dt><dd>{show_moment(first.accepted_at)}</dd>
    </dl>
  );
}

export function History(props: { entries: readonly HistoryEntry[] }) {
  const t = useText();
  return (
    <section class="history">
      <h2>{t("history.title")}</h2>
      <ol>
        {props.entries.map((entry, at) => (
          <li key={at}>
            <time dateTime={entry.at}>{show_moment(entry.at)}</time>
            <div>
              <b>{t.code("event", entry.event)}</b>{entry.by && <span class="hint"> {entry.by}</span>}
              <div class="hint">{show_details(entry.details, t)}</div>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function application_link(id: string): string {
  return address_of("application", id);
}
