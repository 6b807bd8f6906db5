// What anybody must be able to read before filing (cl. 3, 4, 8-11, 13, 15, 16, 20-26), once for the page on the screen and for the poster on the
// stand: the same sentences, filled from the office and the rule set in force.
import type { Information } from "../api/types";
import { phones_of } from "../api/read";
import { show_date } from "../base/dates";
import type { Text } from "../i18n/i18n";
import { country_name } from "../record/lists";
import { break_of, days_of, rows_of_hours } from "./hours";

interface PartProps { information: Information; t: Text }

export function OfficeFacts({ information, t }: PartProps) {
  const { office, department } = information;
  const site = office.website || department?.website;
  return (
    <section class="information-office">
      <h2>{office.name_kk}</h2>
      <dl class="facts">
        <dt>{t("first.address")}</dt><dd>{office.address_kk}</dd>
        <dt>{t("information.migration")}</dt><dd>{phones_of(office.migration_phones).join(", ") || "—"}</dd>
        <dt>{t("information.secretariat")}</dt><dd>{phones_of(office.secretariat_phones).join(", ") || "—"}</dd>
        <dt>{t("public.site")}</dt><dd>{["www.mvd.kz", site].filter(Boolean).join(", ")}</dd>
      </dl>
    </section>
  );
}

export function HoursPart({ information, t }: PartProps) {
  return (
    <section>
      <h2>{t("information.hours")}</h2>
      <table class="hours">
        <tbody>
          {rows_of_hours(information.hours).map((row) => (
            <tr key={row.from}>
              <th scope="row">{days_of(row, t)}</th>
              <td>{row.hours ? `${row.hours.opens}–${row.hours.closes}` : t("information.closed")}</td>
              <td>{break_of(row.hours, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t("information.queue")}</p>
    </section>
  );
}

function visa_free_words(information: Information, t: Text): string {
  const order = new Intl.Collator(t.language);
  return information.visa_free.map(({ state, days, months }) => {
    const name = country_name(state, t.language);
    return days !== null ? t("public.days", { state: name, count: days }) : months !== null ? t.count("public.months", months, { state: name }) : name;
  }).sort(order.compare).join("; ");
}

/** cl. 11: hosts, and the categories of Annex 2 that the rules in force know. */
export function WhoFilesPart({ information, t }: PartProps) {
  return (
    <section class="who-files">
      <h2>{t("public.who")}</h2>
      <ul>
        <li>{t("public.hosts")}</li>
        {information.categories.length > 0 && <li>{t("public.self")} <ul>{information.categories.map((category) => <li key={category}>{t.code("category", category)};</li>)}</ul></li>}
      </ul>
    </section>
  );
}

/** cl. 11: by citizenship, and by length of stay. */
export function PapersPart({ information, t }: PartProps) {
  const long = information.papers_long_stay;
  const plain = information.papers.filter((paper) => !long.includes(paper));
  return (
    <section class="papers-needed">
      <h2>{t("information.papers")}</h2>
      <ol>
        {plain.map((paper) => (
          <li key={paper}>
            {paper === "visa" && information.visa_free.length > 0 ? t("public.visa", { states: visa_free_words(information, t) }) : t.code("paper", paper)}
            {paper === "application" && <>. {t("public.forms_note")}</>}
          </li>
        ))}
      </ol>
      {long.length > 0 && (
        <>
          <h3>{information.long_stay_months === null ? t("information.long_stay") : t("public.long_stay", { months: information.long_stay_months })}</h3>
          <ol>{long.map((paper) => <li key={paper}>{t.code("paper", paper)}</li>)}</ol>
        </>
      )}
      {information.visa_free.length === 0 && <p>{t("information.visa_free")}</p>}
      <p>{t("public.where")}</p>
    </section>
  );
}

export function TermsPart({ t }: { t: Text }) {
  return (
    <section class="terms">
      <h2>{t("information.terms")}</h2>
      <p>{t("information.terms_text")}</p>
      <p><strong>{t("ticket.free")}</strong></p>
      <p>{t("public.result")}</p>
      <p>{t("information.first")}</p>
    </section>
  );
}

/** cl. 20-25, and the term of the rule set in force. */
export function ComplaintsPart({ information, t }: { information: Information | undefined; t: Text }) {
  const department = information?.department;
  const days = information?.complaint_days ?? null;
  const extended = information?.complaint_days_extended ?? null;
  return (
    <section class="complaints">
      <h2>{t("information.complaints")}</h2>
      <p>{t("public.help")}</p>
      <p>{t("public.leaders")}</p>
      {department && <p>{t("public.department", { department: department.name_kk, address: department.address_kk, phones: phones_of(department.secretariat_phones).join(", ") || "—" })}</p>}
      <p>{t("public.form")}</p>
      <p>{t("public.talon")}</p>
      {days !== null && extended !== null && <p>{t("public.law", { days, extended })}</p>}
      <p><strong>{t("refusal.court")}</strong></p>
    </section>
  );
}

/** cl. 4, 26: where more can be learned. */
export function MinistryPart({ information, t }: { information: Information | undefined; t: Text }) {
  const site = information?.office.website || information?.department?.website || "www.egov.kz";
  return <section class="ministry"><h2>{t("public.more")}</h2><p>{t("public.published", { site })}</p><p>{t("public.ministry")}</p></section>;
}

/** cl. 3 as the standard has it, with the rule set in force. */
export function BasisPart({ information, t }: { information: Information | undefined; t: Text }) {
  return (
    <section class="basis">
      <h2>{t("public.basis_title")}</h2>
      <p>{t("public.standard", { rules: show_date(information?.rule_set) || "—" })}</p>
      <ol>{(["public.basis_1", "public.basis_2", "public.basis_3", "public.basis_4"] as const).map((key) => <li key={key}>{t(key)}</li>)}</ol>
    </section>
  );
}
