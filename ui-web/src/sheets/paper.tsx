// What all sheets are made of: lines for the pen, rows of facts, the row of signatures. A value that is not there leaves a line, never a gap,
// so that the same sheet serves as a blank form and as a filled one.
import type { ComponentChildren } from "preact";
import type { ApplicationBody } from "../api/types";
import { show_date } from "../base/dates";
import type { Text } from "../i18n/i18n";
import { country_name } from "../record/lists";
import { officer_of } from "../record/officer";

export type Row = readonly [label: string, value: string];

/** Rows as a table; an empty value is a line to write on, twice as high. */
export function Rows(props: { rows: readonly Row[] }) {
  return (
    <table class="sheet-facts">
      <tbody>{props.rows.map(([label, value], at) => <tr key={at} class={value === "" ? "to-write" : undefined}><th scope="row">{label}</th><td>{value === "" ? "\u00a0" : value}</td></tr>)}</tbody>
    </table>
  );
}

/** One value on a line, with what belongs there in small letters under it. */
export function Line(props: { under: string; children?: ComponentChildren }) {
  return <><p class="on-line">{props.children || "\u00a0"}</p><p class="under">{props.under}</p></>;
}

/** Position, signature, name: of the officer whose account `name` is, unless others are given. */
export function Signs(props: { t: Text; cells?: readonly Row[]; name?: string; title?: string }) {
  const { t } = props;
  const signer = officer_of(props.name ?? "");
  const cells = props.cells ?? [[t("ticket.position"), signer.position], [t("ticket.signature"), ""], [t("ticket.name"), signer.name]];
  return (
    <div class="sign-row">
      {props.title && <span class="sign-title">{props.title}</span>}
      {cells.map(([under, value]) => <span key={under} class="sign-cell"><b>{value || "\u00a0"}</b><small>{under}</small></span>)}
    </div>
  );
}

/** A box to tick. */
export function Tick(props: { ticked: boolean }) {
  return <span class="tick">{props.ticked ? "✕" : "\u00a0"}</span>;
}

const joined = (parts: readonly (string | null | undefined)[], by = " "): string => parts.map((part) => part?.trim() ?? "").filter((part) => part !== "").join(by);

/** As the travel document has it; people with one name have one name. */
export const latin_name = ({ applicant }: ApplicationBody): string => joined([applicant.surname, applicant.given_names]);
export const full_name = ({ applicant }: ApplicationBody): string => joined([applicant.surname, applicant.given_names, applicant.patronymic]);
export const local_name = ({ applicant }: ApplicationBody): string => joined([applicant.surname_local, applicant.given_names_local, applicant.patronymic]);
export const document_words = ({ document }: ApplicationBody, t: Text): string =>
  document.number === "" ? "" : joined([document.type === "" ? "" : t.code("document_type", document.type), document.issuing_state, document.number]);
export const stay_address = ({ stay: { address } }: ApplicationBody): string => joined([address.locality, address.street, address.house, address.flat], ", ");
export const host_words = ({ host }: ApplicationBody): string => (host ? joined([host.name, host.number, host.address, host.phone], ", ") : "");
export const citizenship_words = ({ applicant }: ApplicationBody, t: Text): string =>
  applicant.citizenship === "" ? "" : `${country_name(applicant.citizenship, t.language)} (${applicant.citizenship})`;
export const term_words = (from: string, until: string): string => (from === "" && until === "" ? "" : `${show_date(from)} – ${show_date(until)}`);
export const born_words = ({ applicant }: ApplicationBody): string => joined([show_date(applicant.birth_date), applicant.birth_place], ", ");
export { joined };

/** Year, month's name, day, hour, minute of a moment by the office's clock; empty where there is none. */
export function moment_parts(rfc3339: string | null, t: Text): Record<string, string> {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(rfc3339 ?? "");
  return { year: parts?.[1] ?? "____", month: parts ? t.code("month", parts[2]!) : "__________", day: parts?.[3] ?? "__", hour: parts?.[4] ?? "__", minute: parts?.[5] ?? "__" };
}

/** The clause behind something, as a person cites it: "cl. 16" and "Annex 3" are how the rule set writes them. */
export function cite(clause: string | undefined, t: Text): string {
  const [, word, number] = /^(cl\.|Annex) (.+)$/.exec(clause ?? "") ?? [];
  if (number === undefined) return clause ?? "";
  return t(word === "Annex" ? "cite.annex" : "cite.clause", { number });
}
