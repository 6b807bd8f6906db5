// What happens to a stay after its acceptance: longer, elsewhere, with another card; and which papers lie in the office's keeping. Each act
// is a row of questions, described as data, so that all are asked, checked and sent in one way.
import { useState } from "preact/hooks";
import { type ActName, record_act } from "../api/acts";
import type { Application } from "../api/types";
import { read_date } from "../base/dates";
import type { Option } from "../base/fold";
import { useStore } from "../base/store";
import { type Key, type Text, useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { PickList } from "../parts/PickList";
import { DateInput, Select, TextArea, TextInput } from "../parts/inputs";
import { code_options, office_options, offices, rules } from "../record/lists";
import { held_papers } from "./Keeping";

type Filled = Record<string, string>;
export interface Question {
  name: string;
  label: Key;
  kind: "text" | "area" | "date" | "choice" | "office";
  needed: boolean;
  /** Codes of a closed list, with the area of the catalogue that names them. */
  codes?: { area: string; of: (application: Application, papers: readonly string[]) => readonly string[] };
}

const kReason: Question = { name: "reason", label: "act.reason", kind: "area", needed: true };

export const kQuestions: Record<ActName, readonly Question[]> = {
  extension: [
    { name: "until", label: "act.until", kind: "date", needed: true },
    kReason,
    { name: "visa_number", label: "field.visa.number", kind: "text", needed: false },
    { name: "visa_category", label: "field.visa.category", kind: "text", needed: false },
    { name: "visa_from", label: "field.visa.valid_from", kind: "date", needed: false },
    { name: "visa_until", label: "field.visa.valid_until", kind: "date", needed: false },
  ],
  address: [
    { name: "moved_on", label: "act.moved_on", kind: "date", needed: true },
    { name: "office", label: "field.stay.address.office", kind: "office", needed: true },
    { name: "locality", label: "field.stay.address.locality", kind: "text", needed: true },
    { name: "street", label: "field.stay.address.street", kind: "text", needed: false },
    { name: "house", label: "field.stay.address.house", kind: "text", needed: false },
    { name: "flat", label: "field.stay.address.flat", kind: "text", needed: false },
    kReason,
  ],
  card: [
    { name: "cause", label: "act.cause", kind: "choice", needed: true, codes: { area: "cause", of: () => ["lost", "damaged"] } },
    { name: "number", label: "act.card_number", kind: "text", needed: true },
    { name: "issued_on", label: "act.issued_on", kind: "date", needed: true },
  ],
  received: [
    { name: "item", label: "act.item", kind: "choice", needed: true, codes: { area: "paper", of: (application, papers) => papers.filter((paper) => !held_papers(application.custody).some((held) => held.item === paper)) } },
    { name: "person", label: "act.from_whom", kind: "text", needed: false },
    { name: "note", label: "act.note", kind: "text", needed: false },
  ],
  returned: [
    { name: "item", label: "act.item", kind: "choice", needed: true, codes: { area: "paper", of: (application) => held_papers(application.custody).map((held) => held.item) } },
    { name: "person", label: "act.to_whom", kind: "text", needed: false },
    { name: "note", label: "act.note", kind: "text", needed: false },
  ],
};

/** Whether the answers can be sent: what is needed is there, and every day that was typed is a day. */
export function is_answered(name: ActName, filled: Filled): boolean {
  const visa = ["visa_number", "visa_category", "visa_from", "visa_until"].map((each) => (filled[each] ?? "").trim() !== "");
  return (
    kQuestions[name].every((question) => {
      const text = (filled[question.name] ?? "").trim();
      if (text === "") return !question.needed;
      if (question.kind === "date") return "iso" in read_date(text);
      return question.kind !== "area" || text.length >= 3;
    }) &&
    // A visa is named in full or not at all.
    (visa.every(Boolean) || !visa.some(Boolean))
  );
}

const iso = (typed: string | undefined): string => {
  const day = read_date(typed ?? "");
  return "iso" in day ? day.iso : "";
};

/** The body of the route, as the daemon wants it. */
export function body_of_act(name: ActName, filled: Filled): Record<string, unknown> {
  const text = (of: string) => (filled[of] ?? "").trim();
  const maybe = (of: string) => text(of) || null;
  switch (name) {
    case "extension": {
      const visa = { number: text("visa_number"), category: text("visa_category"), valid_from: iso(filled["visa_from"]), valid_until: iso(filled["visa_until"]) };
      return { until: iso(filled["until"]), reason: text("reason"), ...(visa.number === "" ? {} : { visa }) };
    }
    case "address":
      return { moved_on: iso(filled["moved_on"]), reason: text("reason"), address: { office: text("office"), locality: text("locality"), street: maybe("street"), house: maybe("house"), flat: maybe("flat") } };
    case "card":
      return { cause: text("cause"), number: text("number"), issued_on: iso(filled["issued_on"]) };
    default:
      return { event: name, item: text("item"), ...(text("person") === "" ? {} : { person: text("person") }), ...(text("note") === "" ? {} : { note: text("note") }) };
  }
}

function first_answers(name: ActName, application: Application, papers: readonly string[]): Filled {
  if (name === "address") return { office: application.application.stay.address.office };
  const list = kQuestions[name].find((question) => question.name === "item")?.codes?.of(application, papers) ?? [];
  return list.length > 0 ? { item: list[0]! } : {};
}

export function ActDialog(props: { name: ActName; application: Application; on_done: () => void; on_close: () => void }) {
  const t = useText();
  const { name, application } = props;
  const papers = useStore(rules).papers;
  const [filled, set_filled] = useState<Filled>(() => first_answers(name, application, papers));
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await record_act(name, application.id, body_of_act(name, filled));
      props.on_done();
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  return (
    <Dialog title={t(`action.${name}` as Key)} on_close={props.on_close}>
      <p>{t(`ask.${name}` as Key)}</p>
      {kQuestions[name].map((question) => (
        <Answer key={question.name} question={question} value={filled[question.name] ?? ""} options={question.codes ? code_options(t, question.codes.area, question.codes.of(application, papers)) : []} on_change={(value) => set_filled({ ...filled, [question.name]: value })} t={t} />
      ))}
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice">
        <button type="button" class="primary" disabled={busy || !is_answered(name, filled)} onClick={() => void send()}>{t(`action.${name}` as Key)}</button>
        <button type="button" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}

function Answer(props: { question: Question; value: string; options: readonly Option[]; on_change: (value: string) => void; t: Text }) {
  const { question, t } = props;
  const list = useStore(offices);
  const common = { id: `act-${question.name.replace("_", "-")}`, value: props.value, on_change: props.on_change };
  return (
    <Field id={common.id} label={t(question.label)} hint={question.needed ? undefined : t("act.optional")}>
      {question.kind === "date" ? <DateInput {...common} placeholder={t("date.form")} />
        : question.kind === "area" ? <TextArea {...common} rows={2} />
        : question.kind === "choice" ? <Select {...common} options={props.options} empty={t("choose")} />
        : question.kind === "office" ? <PickList {...common} options={office_options(list)} show_code />
        : <TextInput {...common} />}
    </Field>
  );
}
