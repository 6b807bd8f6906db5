// Name and password: as the whole page at the start, as a dialog over the unfinished work when the login ran out.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api/client";
import { useText } from "../i18n/i18n";
import { Dialog } from "./Dialog";
import { Field } from "./Field";
import { LanguageSwitch } from "./LanguageSwitch";
import { Notice, sentence_of } from "./Notice";
import { TextInput } from "./inputs";
import { log_in, person } from "./person";

function LoginForm(props: { name: string }) {
  const t = useText();
  const [name, set_name] = useState(props.name);
  const [password, set_password] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  useEffect(() => {
    document.getElementById(props.name === "" ? "login-name" : "login-password")?.focus();
  }, []);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    set_busy(true);
    set_failure(undefined);
    try {
      await log_in(name.trim(), password);
    } catch (error) {
      set_failure(error);
      set_password("");
      set_busy(false);
    }
  };
  const wrong = failure instanceof ApiError && failure.status === 401;
  return (
    <form onSubmit={submit} class="login-form">
      <Field id="login-name" label={t("login.name")}>
        <TextInput id="login-name" value={name} on_change={set_name} autocomplete="username" />
      </Field>
      <Field id="login-password" label={t("login.password")}>
        <TextInput id="login-password" type="password" value={password} on_change={set_password} autocomplete="current-password" max={1024} />
      </Field>
      <button type="submit" class="primary" disabled={busy || name.trim() === "" || password === ""}>{t("login.enter")}</button>
      {failure !== undefined && <Notice tone="bad">{wrong ? t("login.wrong") : sentence_of(failure, t)}</Notice>}
    </form>
  );
}

export function LoginPage(props: { title: string; information?: string }) {
  const t = useText();
  return (
    <main class="login-page">
      <div class="login-card">
        <div class="login-head">
          <img src="/mark.svg" alt="" width={40} height={40} />
          <h1>{props.title}</h1>
        </div>
        <LoginForm name="" />
        <div class="login-foot">
          <LanguageSwitch />
          {props.information && <a href={props.information}>{t("nav.information")}</a>}
        </div>
      </div>
    </main>
  );
}

export function LoginAgain() {
  const t = useText();
  return (
    <Dialog title={t("login.expired")}>
      <p>{t("login.expired_kept")}</p>
      <LoginForm name={person.get()?.name ?? ""} />
    </Dialog>
  );
}
