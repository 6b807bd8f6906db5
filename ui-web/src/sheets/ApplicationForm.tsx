// The application itself on paper (cl. 11.3, 12): the form that the office gives to persons, and the text that an organisation puts on its
// letterhead. Empty, filled from what the clerk has typed, or filled as a sample: always the same sheet.
import type { ApplicationBody, Office } from "../api/types";
import { show_date } from "../base/dates";
import type { Text } from "../i18n/i18n";
import { rules } from "../record/lists";
import { useStore } from "../base/store";
import { facts } from "./facts";
import { Line, type Row, Rows, Signs, Tick, born_words, citizenship_words, document_words, joined, latin_name, local_name, stay_address, term_words } from "./paper";

interface FormProps { body: ApplicationBody; office: Office | undefined; ticket?: string; t: Text }

/** The particulars of the foreigner in the order of the screen. */
function particulars(body: ApplicationBody, t: Text): Row[] {
  const { document, visa, migration_card: card, stay, applicant } = body;
  return [
    [t("form.name_latin"), latin_name(body)],
    [t("form.name_local"), local_name(body)],
    [t("form.born"), born_words(body)],
    [t("field.applicant.sex"), applicant.sex === "" ? "" : t.code("sex", applicant.sex)],
    [t("field.applicant.citizenship"), citizenship_words(body, t)],
    [t("form.document"), joined([document_words(body, t), show_date(document.issued), document.expires ? `— ${show_date(document.expires)}` : ""])],
    [t("form.visa"), visa ? joined([visa.number, visa.category, term_words(visa.valid_from, visa.valid_until)], ", ") : card.number === "" ? "" : "—"],
    [t("form.card"), joined([card.number, show_date(card.entry_date), card.border_point], ", ")],
    [t("field.stay.purpose"), stay.purpose === "" ? "" : t.code("purpose", stay.purpose)],
    [t("form.term"), term_words(stay.from, stay.until)],
    [t("sheet.address"), stay_address(body)],
    [t("form.iin"), applicant.iin ?? ""],
  ];
}

/** What goes with the application, the application itself aside. */
function Enclosed(props: { body: ApplicationBody; t: Text }) {
  const { body, t } = props;
  const known = useStore(facts);
  const in_force = useStore(rules);
  const all = (in_force.papers.length > 0 ? in_force.papers : (known?.papers ?? [])).filter((paper) => paper !== "application");
  return (
    <div class="ticks">
      <p><b>{t("form.enclosed")}</b></p>
      <ul>{all.map((paper) => <li key={paper}><Tick ticked={body.documents.includes(paper)} /> {t.code("paper", paper)}</li>)}</ul>
    </div>
  );
}

/** For persons: a host who receives, or a foreigner of an Annex 2 category who files for himself. */
export function ApplicationForm(props: FormProps) {
  const { body, office, t } = props;
  const known = useStore(facts);
  const in_force = useStore(rules);
  const categories = in_force.categories.length > 0 ? in_force.categories : (known?.categories ?? []);
  const blank = body.applicant.surname === "" && body.host === null;
  const by_host = body.host?.kind === "person";
  const by_self = !blank && body.host === null;
  return (
    <>
      <div class="form-to">
        <p><span class="small">{t("letter.to")}:</span> <b>{office?.name_kk ?? ""}</b>, {t("form.unit")}</p>
        <p class="small">{t("letter.from")}:</p>
        <Line under={t("form.name_line")}>{by_host ? body.host?.name : by_self ? joined([local_name(body) || latin_name(body)]) : ""}</Line>
        <Line under={t("form.contact")}>{by_host ? joined([body.host?.address, body.host?.phone], ", ") : by_self ? stay_address(body) : ""}</Line>
      </div>
      <h1>{t("form.title")}</h1>
      <p><Tick ticked={by_host} /> {t("form.ask_host")}</p>
      <p><Tick ticked={by_self} /> {t("form.ask_self")}</p>
      <ul class="ticks-inner">{categories.map((category) => <li key={category}><Tick ticked={by_self && body.category === category} /> {t.code("category", category)}</li>)}</ul>
      <Rows rows={particulars(body, t)} />
      <Enclosed body={body} t={t} />
      <p>{t("form.truth")}</p>
      <Signs t={t} cells={[[t("form.signature"), ""], [t("letter.when"), ""]]} />
      <div class="office-part">
        <p><b>{t("form.office_part")}</b></p>
        <Signs t={t} cells={[[t("first.ticket"), props.ticket ?? ""], [t("ticket.position"), ""], [t("ticket.signature"), ""], [t("letter.when"), ""]]} />
      </div>
    </>
  );
}

/** For organisations: the upper part of the page stays free for the letterhead. */
export function OrganisationLetter(props: FormProps) {
  const { body, office, t } = props;
  const host = body.host?.kind === "organisation" ? body.host : null;
  return (
    <>
      <div class="letterhead-space"><p class="no-print small">{t("orgletter.place")}</p></div>
      <p>{t("orgletter.outgoing")}</p>
      <div class="form-to"><p><span class="small">{t("letter.to")}:</span> <b>{office?.name_kk ?? ""}</b>, {t("form.unit")}</p></div>
      <h1>{t("orgletter.title")}</h1>
      <p>{t("orgletter.text", { organisation: host?.name ?? "______________________________", number: host?.number ?? "____________" })}</p>
      <Rows rows={particulars(body, t)} />
      <p class="small">{t("form.contact")}: {host ? joined([host.address, host.phone], ", ") : "____________________________________________"}</p>
      <Enclosed body={body} t={t} />
      <Signs t={t} cells={[[t("orgletter.head"), ""], [t("ticket.signature"), ""], [t("ticket.name"), ""], [t("letter.stamp"), ""]]} />
    </>
  );
}
