// The anonymous opinion of Annex 5 (cl. 18), for a kiosk or a phone: three questions, nothing about the person. After the thanks the form is
// empty again by itself, so that the next visitor does not see the answers of the one before.
import { useEffect, useState } from "preact/hooks";
import { write } from "../api/client";
import { address_of } from "../base/router";
import { type Key, useText } from "../i18n/i18n";
import { Field } from "../parts/Field";
import { LanguageSwitch } from "../parts/LanguageSwitch";
import { Failure, Notice } from "../parts/Notice";
import { TextArea } from "../parts/inputs";

const kAsked = ["process", "information", "courtesy"] as const;
const kThanks_ms = 8000;
type Answers = Partial<Record<(typeof kAsked)[number], boolean>>;

/** All three are asked; a blank answer is nobody's opinion. The comment may stay away. */
export function opinion_of(answers: Answers, comment: string): Record<string, boolean | string> | undefined {
  if (kAsked.some((name) => answers[name] === undefined)) return undefined;
  return { ...(answers as Record<string, boolean>), ...(comment.trim() === "" ? {} : { comment: comment.trim() }) };
}

export function FeedbackPage() {
  const t = useText();
  const [answers, set_answers] = useState<Answers>({});
  const [comment, set_comment] = useState("");
  const [state, set_state] = useState<{ kind: "still" | "busy" | "thanks" } | { kind: "failed"; error: unknown }>({ kind: "still" });
  const opinion = opinion_of(answers, comment);
  useEffect(() => {
    if (state.kind !== "thanks") return;
    const timer = setTimeout(() => set_state({ kind: "still" }), kThanks_ms);
    return () => clearTimeout(timer);
  }, [state]);
  const send = async (event: Event) => {
    event.preventDefault();
    set_state({ kind: "busy" });
    try {
      await write("POST", "/feedback", opinion);
      set_answers({});
      set_comment("");
      set_state({ kind: "thanks" });
    } catch (error) {
      set_state({ kind: "failed", error });
    }
  };
  return (
    <main class="information">
      <div class="information-top"><a href={address_of("information")}>{t("back")}</a><LanguageSwitch /></div>
      <h1>{t("feedback.title")}</h1>
      <p class="lead">{t("feedback.what")}</p>
      {state.kind === "thanks" && <Notice tone="good" live>{t("feedback.thanks")}</Notice>}
      <form class="stack" onSubmit={send}>
        {kAsked.map((name) => (
          <fieldset key={name} class="box">
            <legend>{t(`feedback.${name}` as Key)}</legend>
            {[true, false].map((value) => (
              <label key={String(value)} class="radio" for={`${name}-${value ? "yes" : "no"}`}>
                <input id={`${name}-${value ? "yes" : "no"}`} type="radio" name={name} checked={answers[name] === value} onChange={() => set_answers({ ...answers, [name]: value })} />
                {t(value ? "yes" : "no")}
              </label>
            ))}
          </fieldset>
        ))}
        <Field id="feedback-comment" label={t("feedback.comment")} hint={t("act.optional")}><TextArea id="feedback-comment" value={comment} on_change={set_comment} rows={3} /></Field>
        {state.kind === "failed" && <Failure error={state.error} />}
        <button type="submit" class="primary big" disabled={state.kind === "busy" || opinion === undefined}>{t("feedback.send")}</button>
      </form>
    </main>
  );
}
