// What a clerk does with an accepted application; each is one question with what the standard demands for it.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { Application } from "../api/types";
import { read_date } from "../base/dates";
import { useStore } from "../base/store";
import { type Key, type Text, useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { DateInput, Select, TextArea } from "../parts/inputs";
import { code_options, rules } from "../record/lists";

export type ActionName = "register" | "refuse" | "papers" | "withdraw" | "departure";

interface Filled { ground: string; text: string; day: string; papers: string[] }

/** Whether the answer is complete enough to send. */
export function is_complete(name: ActionName, filled: Filled): boolean {
  switch (name) {
    case "register": return true;
    case "refuse": return filled.ground !== "" && filled.text.trim().length >= 3;
    case "papers": return filled.papers.length > 0;
    case "withdraw": return filled.text.trim().length >= 3;
    case "departure": return "iso" in read_date(filled.day);
  }
}

function send(name: ActionName, id: string, filled: Filled): Promise<unknown> {
  const text = filled.text.trim();
  const day = read_date(filled.day);
  switch (name) {
    case "register": return calls.decide(id, { decision: "registered" });
    case "refuse": return calls.decide(id, { decision: "refused", ground: filled.ground, text });
    case "papers": return calls.add_papers(id, filled.papers);
    case "withdraw": return calls.withdraw(id, text);
    case "departure": return calls.depart(id, "iso" in day ? day.iso : "");
  }
}

export function ActionDialog(props: { name: ActionName; application: Application; on_done: () => void; on_close: () => void }) {
  const t = useText();
  const { name, application } = props;
  const [filled, set_filled] = useState<Filled>(() => first_values(name, application, t));
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const set = (part: Partial<Filled>) => set_filled({ ...filled, ...part });
  const act = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await send(name, application.id, filled);
      props.on_done();
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  return (
    <Dialog title={t(`action.${name}` as Key)} on_close={props.on_close}>
      <p>{t(`ask.${name}` as Key)}</p>
      {name === "refuse" && <Refusal filled={filled} set={set} />}
      {name === "withdraw" && <Field id="act-text" label={t("act.reason")}><TextArea id="act-text" value={filled.text} on_change={(text) => set({ text })} /></Field>}
      {name === "departure" && <Field id="act-day" label={t("act.day")}><DateInput id="act-day" value={filled.day} on_change={(day) => set({ day })} placeholder={t("date.form")} /></Field>}
      {name === "papers" && application.missing.map((paper) => (
        <label key={paper} class="paper" for={`later-${paper}`}>
          <input id={`later-${paper}`} type="checkbox" checked={filled.papers.includes(paper)} onChange={(event) => set({ papers: event.currentTarget.checked ? [...filled.papers, paper] : filled.papers.filter((each) => each !== paper) })} />
          <span>{t.code("paper", paper)}</span>
        </label>
      ))}
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice">
        <button type="button" class={name === "refuse" || name === "withdraw" ? "bad" : "primary"} disabled={busy || !is_complete(name, filled)} onClick={() => void act()}>{t(`action.${name}` as Key)}</button>
        <button type="button" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}

/** An incomplete application is refused for what is missing unless the clerk chooses otherwise (cl. 16). */
function first_values(name: ActionName, application: Application, t: Text): Filled {
  const incomplete = name === "refuse" && application.missing.length > 0;
  return {
    ground: incomplete ? "incomplete_documents" : name === "refuse" && application.confirmation === "annulled" ? "first_application_elsewhere" : "",
    text: incomplete ? application.missing.map((paper) => t.code("paper", paper)).join("; ") : "",
    day: "",
    papers: [],
  };
}

function Refusal(props: { filled: Filled; set: (part: Partial<Filled>) => void }) {
  const t = useText();
  const grounds = useStore(rules).refusal_grounds;
  return (
    <>
      <Field id="act-ground" label={t("act.ground")}>
        <Select id="act-ground" value={props.filled.ground} on_change={(ground) => props.set({ ground })} options={code_options(t, "ground", grounds)} empty={t("choose")} />
      </Field>
      <Field id="act-text" label={t("act.text")}>
        <TextArea id="act-text" rows={4} value={props.filled.text} on_change={(text) => props.set({ text })} />
      </Field>
    </>
  );
}
