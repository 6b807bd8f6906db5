// Blank forms, filled samples and the stand's notice (cl. 10, 12): for anybody at the kiosk, without a login, and for the clerk, who also prints
// them filled with what has just been typed.
import { useEffect, useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { ApplicationBody, Information } from "../api/types";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { type Text, useText } from "../i18n/i18n";
import { LanguageSwitch } from "../parts/LanguageSwitch";
import { Notice } from "../parts/Notice";
import { Printable } from "../record/Sheets";
import { body_of_form, form_of_draft } from "../record/form";
import { ApplicationForm, OrganisationLetter } from "./ApplicationForm";
import { ArrivalSheet, CouponSheet } from "./ArrivalSheets";
import { poster_pages } from "./Poster";
import { kBlank, sample_of_organisation, sample_of_person } from "./bodies";
import { facts, load_facts } from "./facts";

export const kForms = ["application", "letter", "arrival", "coupon"] as const;
type FormName = (typeof kForms)[number];
type Variant = "blank" | "sample" | "typed";

const is_form = (name: string | undefined): name is FormName => kForms.some((each) => each === name);

function body_of(form: FormName, variant: Variant, typed: ApplicationBody | undefined): ApplicationBody {
  if (variant === "typed") return typed ?? kBlank;
  if (variant === "blank") return kBlank;
  const year = new Date().getFullYear();
  return form === "letter" ? sample_of_organisation(year) : sample_of_person(year);
}

/** The pages of one form; arrival sheets are two, because two are asked for. */
export function form_pages(form: FormName, body: ApplicationBody, information: Information | undefined, t: Text) {
  const office = information?.office;
  const common = { body, office, until: null, ticket: "", by: "", t };
  switch (form) {
    case "application": return [<ApplicationForm key="1" body={body} office={office} t={t} />];
    case "letter": return [<OrganisationLetter key="1" body={body} office={office} t={t} />];
    case "arrival": return [<ArrivalSheet key="1" {...common} copy={1} />, <ArrivalSheet key="2" {...common} copy={2} />];
    case "coupon": return [<CouponSheet key="1" {...common} />];
  }
}

/** `#/forms`, `#/forms/NAME/blank`, `#/forms/NAME/sample`, `#/forms/poster`, and with a login `#/forms/typed/SLOT`. */
export function FormsPage(props: { path: readonly string[]; inside: boolean }) {
  const t = useText();
  load_facts();
  const information = useStore(facts);
  const [, name, part] = props.path;
  const shown = name === "poster"
    ? information && <Poster information={information} />
    : name === "typed" ? <Typed slot={part ?? ""} information={information} />
    : is_form(name) ? <OneForm form={name} variant={part === "sample" ? "sample" : "blank"} information={information} typed={undefined} /> : <List />;
  if (props.inside) return <div class="page-wide forms">{shown}</div>;
  return (
    <main class="information forms">
      <div class="information-top no-print">
        <a href={address_of("information")}>{t("back")}</a>
        <LanguageSwitch />
      </div>
      {shown}
    </main>
  );
}

function List() {
  const t = useText();
  return (
    <>
      <h1>{t("forms.title")}</h1>
      <p class="lead">{t("forms.lead")}</p>
      <ul class="form-list">
        {kForms.map((form) => (
          <li key={form} id={`form-${form}`}><span>{t(`forms.${form}`)}</span>
            <span class="row-actions"><a class="button" href={address_of("forms", form, "blank")}>{t("forms.blank")}</a> <a class="button" href={address_of("forms", form, "sample")}>{t("forms.sample")}</a></span>
          </li>
        ))}
        <li id="form-poster"><span>{t("forms.poster")}</span><span class="row-actions"><a class="button" href={address_of("forms", "poster")}>{t("forms.poster_show")}</a></span></li>
      </ul>
    </>
  );
}

const size_of = (form: FormName): { size?: "a4" } => (form === "application" || form === "letter" ? { size: "a4" } : {});

function OneForm(props: { form: FormName; variant: Variant; information: Information | undefined; typed: ApplicationBody | undefined }) {
  const t = useText();
  const { form, variant, information } = props;
  const is_sample = variant === "sample";
  return (
    <Printable
      print_label={t("forms.print")} name={t(`forms.${form}`)} {...size_of(form)} sample={is_sample}
      extra={variant === "typed" ? undefined : <a class="button" href={address_of("forms")}>{t("forms.title")}</a>}
    >
      {(paper) => form_pages(form, body_of(form, variant, props.typed), information, paper)}
    </Printable>
  );
}

function Poster(props: { information: Information }) {
  const t = useText();
  return (
    <Printable print_label={t("forms.print")} name={t("forms.poster")} size="a4" extra={<a class="button" href={address_of("forms")}>{t("forms.title")}</a>}>
      {(paper) => poster_pages(props.information, paper)}
    </Printable>
  );
}

/** What the clerk has typed so far, from the draft that the node keeps: the applicant signs it and it becomes a paper of the application. */
function Typed(props: { slot: string; information: Information | undefined }) {
  const t = useText();
  const [body, set_body] = useState<ApplicationBody | null | undefined>(undefined);
  const [form, set_form] = useState<FormName>("application");
  useEffect(() => {
    calls.draft(props.slot).then((draft) => {
      const typed = form_of_draft(draft.body);
      set_body(typed ? body_of_form(typed).body : null);
      if (typed?.fields["host.kind"] === "organisation") set_form("letter");
    }, () => set_body(null));
  }, [props.slot]);
  if (body === null) return <Notice tone="plain">{t("forms.gone")}</Notice>;
  if (body === undefined) return <p class="loading" role="status">{t("loading")}</p>;
  return (
    <>
      <div class="form-choice no-print" role="group" aria-label={t("forms.title")}>
        <a class="button" href={address_of("new", props.slot)}>{t("first.back")}</a>
        {kForms.map((each) => <button key={each} type="button" id={`typed-${each}`} aria-pressed={each === form} onClick={() => set_form(each)}>{t(`forms.${each}`)}</button>)}
      </div>
      <OneForm form={form} variant="typed" information={props.information} typed={body} />
    </>
  );
}
