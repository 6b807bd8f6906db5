// For a stay of more than six months (cl. 11): the address arrival sheet in two copies and its statistical coupon, empty or filled. Sheet and
// coupon carry the same particulars; the coupon leaves out who receives, the sheet what is counted.
import type { ApplicationBody, Office } from "../api/types";
import { show_date } from "../base/dates";
import type { Text } from "../i18n/i18n";
import { country_name } from "../record/lists";
import { type Row, Rows, Signs, born_words, citizenship_words, document_words, host_words, joined, latin_name, local_name, stay_address, term_words } from "./paper";

interface SheetProps { body: ApplicationBody; office: Office | undefined; until: string | null; ticket: string; by: string; t: Text }

const until_of = ({ body, until }: SheetProps): string => term_words(body.stay.from, until ?? body.stay.until);
const purpose_of = ({ body, t }: SheetProps): string => (body.stay.purpose === "" ? "" : t.code("purpose", body.stay.purpose));
const sex_of = ({ body, t }: SheetProps): string => (body.applicant.sex === "" ? "" : t.code("sex", body.applicant.sex));
const card_of = ({ body }: SheetProps): string => joined([body.migration_card.number, show_date(body.migration_card.entry_date), body.migration_card.border_point], ", ");

export function ArrivalSheet(props: SheetProps & { copy: number }) {
  const { body, office, t } = props;
  const state = body.document.issuing_state;
  const rows: Row[] = [
    [t("sheet.name"), local_name(body)],
    [t("form.born"), born_words(body)],
    [t("field.applicant.sex"), sex_of(props)],
    [t("field.applicant.citizenship"), citizenship_words(body, t)],
    [t("sheet.document"), joined([document_words(body, t), show_date(body.document.issued), body.document.expires ? `— ${show_date(body.document.expires)}` : ""])],
    [t("form.card"), card_of(props)],
    [t("arrival.came_from"), state === "" ? "" : country_name(state, t.language)],
    [t("field.stay.purpose"), purpose_of(props)],
    [t("sheet.address"), stay_address(body)],
    [t("sheet.term"), until_of(props)],
    [t("sheet.host"), host_words(body)],
  ];
  return (
    <>
      <header class="sheet-head"><p>{office?.name_kk ?? ""}</p><p class="copy">{t("arrival.copy", { number: props.copy })}</p></header>
      <h1>{t("arrival.title")}</h1>
      <p class="on-line large">{latin_name(body) || "\u00a0"}</p>
      <p class="under">{t("form.name_latin")}</p>
      <Rows rows={rows} />
      <Signs t={t} cells={[[t("arrival.own_signature"), ""], [t("letter.when"), ""]]} />
      <OfficeFoot {...props} />
    </>
  );
}

export function CouponSheet(props: SheetProps) {
  const { body, office, t } = props;
  const filled = body.applicant.surname !== "";
  const rows: Row[] = [
    [t("coupon.kind"), t("coupon.kind_stay")],
    [t("coupon.basis"), filled ? t(body.visa ? "coupon.basis_visa" : "coupon.basis_card") : ""],
    [t("form.name_latin"), latin_name(body)],
    [t("form.name_local"), local_name(body)],
    [t("form.born"), born_words(body)],
    [t("field.applicant.sex"), sex_of(props)],
    [t("field.applicant.citizenship"), citizenship_words(body, t)],
    [t("sheet.document"), document_words(body, t)],
    [t("form.card"), card_of(props)],
    [t("field.stay.purpose"), purpose_of(props)],
    [t("sheet.address"), stay_address(body)],
    [t("sheet.term"), until_of(props)],
  ];
  return (
    <>
      <header class="sheet-head"><p>{office?.name_kk ?? ""}</p></header>
      <h1>{t("coupon.title")}</h1>
      <Rows rows={rows} />
      <OfficeFoot {...props} />
    </>
  );
}

function OfficeFoot(props: SheetProps) {
  const { t } = props;
  return (
    <div class="letter-foot">
      {props.ticket !== "" && <p>{t("first.ticket")} <span class="mono">{props.ticket}</span></p>}
      <Signs t={t} name={props.by} />
    </div>
  );
}
