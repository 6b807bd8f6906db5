// The person's own password. A password that somebody else has set must be changed before any work.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import { password_due } from "../api/client";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Field } from "./Field";
import { Failure, Notice } from "./Notice";
import { TextInput } from "./inputs";
import { person } from "./person";
import { keep_officer, officer } from "../record/officer";

export function Account() {
  const t = useText();
  const who = useStore(person);
  const due = useStore(password_due);
  const known = useStore(officer);
  const [current, set_current] = useState("");
  const [fresh, set_fresh] = useState("");
  const [again, set_again] = useState("");
  const [state, set_state] = useState<{ kind: "still" | "busy" | "done" } | { kind: "failed"; error: unknown }>({ kind: "still" });
  const differs = again !== "" && fresh !== again;
  const submit = async (event: Event) => {
    event.preventDefault();
    set_state({ kind: "busy" });
    try {
      await calls.change_password(current, fresh);
      set_current("");
      set_fresh("");
      set_again("");
      password_due.set(false);
      set_state({ kind: "done" });
    } catch (error) {
      set_state({ kind: "failed", error });
    }
  };
  return (
    <div class="page narrow">
      <h1>{t("account.title")}</h1>
      {who && <p>{who.name} · {t.code("role", who.role)}</p>}
      {due && <Notice tone="warn">{t("account.due")}</Notice>}
      <Field id="position" label={t("account.position")} hint={t("account.position_hint")}><TextInput id="position" value={known.position} on_change={(position) => keep_officer({ position })} max={120} /></Field>
      <Field id="officer-name" label={t("account.full_name")}><TextInput id="officer-name" value={known.name} on_change={(name) => keep_officer({ name })} max={120} /></Field>
      <form class="stack" onSubmit={submit}>
        <Field id="pw-current" label={t("account.current")}><TextInput id="pw-current" type="password" autocomplete="current-password" max={1024} value={current} on_change={set_current} /></Field>
        <Field id="pw-new" label={t("account.new")} hint={t("account.rule")}><TextInput id="pw-new" type="password" autocomplete="new-password" max={1024} value={fresh} on_change={set_fresh} /></Field>
        <Field id="pw-again" label={t("account.again")} findings={differs ? [{ severity: "error", path: "again", code: "differs", message: t("account.differs") }] : []}>
          <TextInput id="pw-again" type="password" autocomplete="new-password" max={1024} value={again} on_change={set_again} invalid={differs} described_by={differs ? "pw-again-said" : undefined} />
        </Field>
        <button type="submit" class="primary" disabled={state.kind === "busy" || current === "" || fresh === "" || fresh !== again}>{t("account.change")}</button>
        {state.kind === "failed" && <Failure error={state.error} />}
        {state.kind === "done" && <Notice tone="good" live>{t("account.changed")}</Notice>}
      </form>
    </div>
  );
}
