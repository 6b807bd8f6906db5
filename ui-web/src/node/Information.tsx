// The public page (cl. 4, 10, 20-26): for a screen on the stand or a phone in the corridor, without a login.
import * as calls from "../api/calls";
import { offered } from "../api/offered";
import { phones_of } from "../api/read";
import type { Hours } from "../api/types";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { LanguageSwitch } from "../parts/LanguageSwitch";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { code_options } from "../record/lists";

const kDays = ["1", "2", "3", "4", "5", "6", "7"];

/** Neighbouring days with the same hours become one row. */
export function rows_of_hours(hours: Record<string, Hours>): { from: string; to: string; hours: Hours | undefined }[] {
  const rows: { from: string; to: string; hours: Hours | undefined }[] = [];
  for (const day of kDays) {
    const last = rows[rows.length - 1];
    if (last && JSON.stringify(last.hours) === JSON.stringify(hours[day])) last.to = day;
    else rows.push({ from: day, to: day, hours: hours[day] });
  }
  return rows;
}

export function Information(props: { logged_in: boolean }) {
  const t = useText();
  const can = useStore(offered);
  const data = useData((signal) => calls.information(signal), []);
  const information = data.value;
  return (
    <main class="information">
      <div class="information-top no-print">
        <a href={address_of(props.logged_in ? "new" : "")}>{t(props.logged_in ? "back" : "login.enter")}</a>
        <LanguageSwitch />
      </div>
      <h1>{t("information.title")}</h1>
      <p class="lead">{t("information.service")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {information && (
        <>
          <section class="information-office">
            <h2>{information.office.name_kk}</h2>
            <dl class="facts">
              <dt>{t("first.address")}</dt><dd>{information.office.address_kk}</dd>
              <dt>{t("information.migration")}</dt><dd>{phones_of(information.office.migration_phones).join(", ") || "—"}</dd>
              <dt>{t("information.secretariat")}</dt><dd>{phones_of(information.office.secretariat_phones).join(", ") || "—"}</dd>
            </dl>
          </section>
          <section>
            <h2>{t("information.hours")}</h2>
            <table class="hours">
              <tbody>
                {rows_of_hours(information.hours).map((row) => (
                  <tr key={row.from}>
                    <th scope="row">{t.code("day", row.from)}{row.to !== row.from && `–${t.code("day", row.to)}`}</th>
                    <td>{row.hours ? `${row.hours.opens}–${row.hours.closes}` : t("information.closed")}</td>
                    <td>{row.hours?.break_starts && row.hours.break_starts !== row.hours.break_ends ? t("information.break", { from: row.hours.break_starts, to: row.hours.break_ends ?? "" }) : ""}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p>{t("information.queue")}</p>
          </section>
          <section>
            <h2>{t("information.papers")}</h2>
            <ol>{code_options(t, "paper", information.papers.filter((paper) => !information.papers_long_stay.includes(paper))).map((paper) => <li key={paper.code}>{paper.label}</li>)}</ol>
            {information.papers_long_stay.length > 0 && (
              <>
                <h3>{t("information.long_stay")}</h3>
                <ol>{code_options(t, "paper", information.papers_long_stay).map((paper) => <li key={paper.code}>{paper.label}</li>)}</ol>
              </>
            )}
            <p>{t("information.visa_free")}</p>
          </section>
        </>
      )}
      <section>
        <h2>{t("information.terms")}</h2>
        <p>{t("information.terms_text")}</p>
        <p><strong>{t("ticket.free")}</strong></p>
        <p>{t("information.first")}</p>
      </section>
      <section>
        <h2>{t("information.complaints")}</h2>
        <p>{t("information.complaints_text")}</p>
        <p>{t("information.complaints_talon")}</p>
        <p>{t("refusal.court")}</p>
        <p>{t("information.ministry")}</p>
        {can.has("POST", "/feedback") && <p class="no-print"><a class="button" id="to-feedback" href={address_of("feedback")}>{t("feedback.title")}</a></p>}
      </section>
      <p class="hint">{t("information.basis")}</p>
    </main>
  );
}
