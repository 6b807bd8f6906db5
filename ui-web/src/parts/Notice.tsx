// What the page says besides its data: an error of the daemon, a result, an emptiness.
import type { ComponentChildren } from "preact";
import { ApiError } from "../api/client";
import { type Text, useText } from "../i18n/i18n";

export type Tone = "plain" | "good" | "warn" | "bad";

export function Notice(props: { tone: Tone; children: ComponentChildren; live?: boolean }) {
  return (
    <div class={`notice notice-${props.tone}`} role={props.tone === "bad" ? "alert" : props.live ? "status" : undefined}>
      {props.children}
    </div>
  );
}

/** The sentence for an error: the daemon's own where there is one, in the language that was asked for. */
export function sentence_of(error: unknown, t: Text): string {
  if (!(error instanceof ApiError)) return t("error.unknown");
  if (error.unanswered) return error.code === "unreachable" ? t("error.unreachable") : t("error.unreadable_answer");
  if (error.status === 401 && error.code !== "wrong_credentials") return error.message || t("error.signed_out");
  if (error.message !== "") return error.message;
  return t("error.status", { status: error.status, code: error.code });
}

/** `brief`: the findings stand at their fields already. */
export function Failure(props: { error: unknown; brief?: boolean; on_repeat?: () => void }) {
  const t = useText();
  const fields = props.error instanceof ApiError ? props.error.fields : [];
  return (
    <Notice tone="bad">
      <p>{sentence_of(props.error, t)}</p>
      {fields.length > 0 && !props.brief && (
        <ul class="plain-list">
          {fields.map((field) => (
            <li key={field.path + field.code}>{field.message}</li>
          ))}
        </ul>
      )}
      {props.on_repeat && <button type="button" onClick={props.on_repeat}>{t("repeat")}</button>}
    </Notice>
  );
}
