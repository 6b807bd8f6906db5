// The next step on a complaint: taken up, term extended once to 30 days, answered as founded or unfounded, reopened. Each with words.
import { useState } from "preact/hooks";
import { type Complaint, add_step } from "../api/review";
import { type Key, useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { TextArea } from "../parts/inputs";
import { type StepName, possible_steps } from "./complaint_rules";

export function StepForm(props: { complaint: Complaint; on_done: () => void }) {
  const t = useText();
  const steps = possible_steps(props.complaint);
  const [step, set_step] = useState<StepName>(steps[0] ?? "answered");
  const [outcome, set_outcome] = useState("");
  const [text, set_text] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const chosen = steps.includes(step) ? step : steps[0]!;
  const ready = text.trim().length >= 3 && (chosen !== "answered" || outcome !== "");
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await add_step(props.complaint.id, { step: chosen, text: text.trim(), ...(chosen === "answered" ? { outcome } : {}) });
      set_text("");
      set_outcome("");
      props.on_done();
    } catch (error) {
      set_failure(error);
    }
    set_busy(false);
  };
  return (
    <fieldset class="decision-inline">
      <legend>{t("complaint.next_step")}</legend>
      {steps.map((each) => (
        <label key={each} class="radio" for={`step-${each}`}>
          <input id={`step-${each}`} type="radio" name="complaint-step" checked={chosen === each} onChange={() => set_step(each)} />
          <span>{t(`step.${each}` as Key)}</span>
        </label>
      ))}
      {chosen === "answered" && (
        <div class="choice">
          {["founded", "unfounded"].map((each) => (
            <label key={each} class="radio" for={`outcome-${each}`}>
              <input id={`outcome-${each}`} type="radio" name="complaint-outcome" checked={outcome === each} onChange={() => set_outcome(each)} />
              <span>{t.code("complaint_outcome", each)}</span>
            </label>
          ))}
        </div>
      )}
      <Field id="step-text" label={t("complaint.step_text")}><TextArea id="step-text" value={text} on_change={set_text} rows={3} max={4000} /></Field>
      {failure !== undefined && <Failure error={failure} />}
      <button type="button" class="primary" id="step-send" disabled={busy || !ready} onClick={() => void send()}>{t("complaint.record_step")}</button>
    </fieldset>
  );
}
