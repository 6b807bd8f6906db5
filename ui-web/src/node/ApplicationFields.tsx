// The fields of an application in the order of the paper, used for a new application and for a correction alike.
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { offered } from "../api/offered";
import type { Finding } from "../api/types";
import type { Option } from "../base/fold";
import { useStore } from "../base/store";
import { type Key, useText } from "../i18n/i18n";
import { Field, Said, described_by, is_invalid } from "../parts/Field";
import { PickList } from "../parts/PickList";
import { move_focus } from "../parts/form_keys";
import { DateInput, TextInput } from "../parts/inputs";
import { type FieldPath, type Form, kNoHost, kUpperPaths } from "../record/form";
import { code_options, country_options, office_options, offices, rules } from "../record/lists";
import { PhotoChecker } from "./PhotoCheck";

export interface FieldsProps {
  form: Form;
  on_field: (path: FieldPath, value: string) => void;
  on_documents: (documents: string[]) => void;
  on_leave: (path: FieldPath | "documents") => void;
  findings: Map<string, Finding[]>;
  /** Papers that this application needs, when the daemon has said so. */
  checklist: readonly string[];
  before?: ComponentChildren;
  after?: ComponentChildren;
}

const kDocumentTypes = ["passport", "identity_card", "refugee_document", "stateless_document", "birth_certificate", "other"];

export function field_id(path: string): string {
  return `f-${path.replace(/[._]/g, "-")}`;
}

export function ApplicationFields(props: FieldsProps) {
  const t = useText();
  const rule_set = useStore(rules);
  const office_list = useStore(offices);
  const can = useStore(offered);
  const lists = useMemo(
    () => ({
      citizenships: country_options(t.language, true),
      states: country_options(t.language, false),
      sexes: code_options(t, "sex", ["M", "F", "X"]),
      types: code_options(t, "document_type", kDocumentTypes),
      purposes: code_options(t, "purpose", rule_set.purposes),
      kinds: code_options(t, "host_kind", ["organisation", "person", kNoHost]),
      categories: code_options(t, "category", rule_set.categories),
      offices: office_options(office_list),
    }),
    [t.language, rule_set, office_list],
  );
  const { form } = props;
  const said = (path: FieldPath) => props.findings.get(path) ?? [];
  const common = (path: FieldPath) => ({
    id: field_id(path),
    value: form.fields[path],
    on_change: (value: string) => props.on_field(path, value),
    on_leave: () => props.on_leave(path),
    described_by: described_by(field_id(path), said(path)),
    invalid: is_invalid(said(path)),
  });
  const around = (path: FieldPath, wide: 1 | 2 | 3 | 4, control: ComponentChildren, hint?: string) => (
    <Field id={field_id(path)} label={t(`field.${path}` as Key)} hint={hint} findings={said(path)} wide={wide}>{control}</Field>
  );
  const text = (path: FieldPath, wide: 1 | 2 | 3 | 4 = 1, more: { numeric?: boolean; disabled?: boolean } = {}) =>
    around(path, wide, <TextInput {...common(path)} {...more} upper={kUpperPaths.includes(path)} />);
  const date = (path: FieldPath, disabled = false) =>
    around(path, 1, <DateInput {...common(path)} disabled={disabled} placeholder={t("date.form")} precision={path === "applicant.birth_date" ? "partial" : "day"} />);
  const pick = (path: FieldPath, options: readonly Option[], wide: 1 | 2 | 3 | 4 = 1, more: { free_text?: boolean; show_code?: boolean; disabled?: boolean } = {}) =>
    around(path, wide, <PickList {...common(path)} options={options} {...more} />);
  const without_visa = form.fields["visa.number"].trim() === "";
  const without_host = form.fields["host.kind"] === kNoHost;
  return (
    <>
      {props.before}
      <Section title={t("section.applicant")} number={1}>
        {text("applicant.surname", 2)}{text("applicant.given_names", 2)}
        {text("applicant.surname_local", 2)}{text("applicant.given_names_local", 1)}{text("applicant.patronymic", 1)}
        {date("applicant.birth_date")}{pick("applicant.sex", lists.sexes)}{pick("applicant.citizenship", lists.citizenships, 1, { show_code: true })}{text("applicant.birth_place")}
      </Section>
      <Section title={t("section.document")} number={2}>
        {pick("document.type", lists.types)}{pick("document.issuing_state", lists.states, 1, { show_code: true })}{text("document.number", 2)}
        {date("document.issued")}{date("document.expires")}{(can.names("iin") || form.fields["applicant.iin"] !== "") && text("applicant.iin", 2, { numeric: true })}
      </Section>
      <Section title={t("section.visa")} number={3}>
        {text("visa.number")}{text("visa.category", 1, { disabled: without_visa })}{date("visa.valid_from", without_visa)}{date("visa.valid_until", without_visa)}
      </Section>
      <Section title={t("section.migration_card")} number={4}>
        {text("migration_card.number")}{text("migration_card.border_point", 2)}{date("migration_card.entry_date")}
      </Section>
      <Section title={t("section.stay")} number={5}>
        {pick("stay.purpose", lists.purposes, 2, { free_text: true })}{date("stay.from")}{date("stay.until")}
        {pick("stay.address.office", lists.offices, 2, { show_code: true })}{text("stay.address.locality", 2)}
        {text("stay.address.street", 2)}{text("stay.address.house")}{text("stay.address.flat")}
      </Section>
      <Section title={t("section.host")} number={6}>
        {pick("host.kind", lists.kinds)}
        {without_host ? pick("category", lists.categories, 3) : (
          <>
            {text("host.name", 2)}{text("host.number", 1, { numeric: true })}
            {text("host.address", 3)}{text("host.phone")}
          </>
        )}
      </Section>
      <Papers {...props} />
      {props.after}
    </>
  );
}

function Section(props: { title: string; number: number; children: ComponentChildren }) {
  return (
    <fieldset class="section">
      <legend><span class="number">{props.number}</span>{props.title}</legend>
      <div class="grid">{props.children}</div>
    </fieldset>
  );
}

function Papers(props: FieldsProps) {
  const t = useText();
  const all = useStore(rules).papers;
  const can = useStore(offered);
  const needed = (paper: string) => props.checklist.includes(paper);
  const toggle = (paper: string) => {
    const without = props.form.documents.filter((each) => each !== paper);
    props.on_documents(without.length < props.form.documents.length ? without : [...without, paper]);
  };
  const missing = props.checklist.filter((paper) => !props.form.documents.includes(paper));
  return (
    <fieldset class="section">
      <legend><span class="number">7</span>{t("section.documents")}</legend>
      <div class="papers">
        {/* In the order of the standard, whatever turns out to be needed: a box that moved would lose the focus under the clerk's hand. */}
        {all.map((paper) => (
          <label key={paper} class={needed(paper) ? "paper needed" : "paper"} for={`paper-${paper}`}>
            <input
              id={`paper-${paper}`}
              type="checkbox"
              checked={props.form.documents.includes(paper)}
              onChange={() => toggle(paper)}
              onBlur={() => props.on_leave("documents")}
            />
            <span>{t.code("paper", paper)}</span>
            {needed(paper) && <span class="must">{t("papers.needed")}</span>}
          </label>
        ))}
      </div>
      {missing.length > 0 && (
        <button
          type="button" id="papers-all" data-stop="1" class="quiet"
          onClick={(event) => {
            // The button goes away with its use; the focus goes on to what comes after it.
            const entry = event.currentTarget.closest<HTMLElement>(".entry");
            if (entry && document.activeElement === event.currentTarget) move_focus(entry, 1);
            props.on_documents([...new Set([...props.form.documents, ...props.checklist])]);
          }}
        >
          {t("papers.all")}
        </button>
      )}
      {needed("photo") && can.has("POST", "/photos/check") && <PhotoChecker />}
      <Said findings={props.findings.get("documents") ?? []} />
    </fieldset>
  );
}
