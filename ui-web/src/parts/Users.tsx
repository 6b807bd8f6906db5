// Who may log in here: kept by the head of an office, or by an administrator of the department. Works without a connection.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Dialog } from "./Dialog";
import { Field } from "./Field";
import { Failure, Notice } from "./Notice";
import { Select, TextInput } from "./inputs";
import { person } from "./person";
import { useData } from "./useData";

export function Users(props: { roles: readonly string[] }) {
  const t = useText();
  const me = useStore(person);
  const data = useData((signal) => calls.users(signal), []);
  const [reset, set_reset] = useState<string | undefined>(undefined);
  const [disable, set_disable] = useState<string | undefined>(undefined);
  const [done, set_done] = useState("");
  const finish = (text: string) => {
    set_reset(undefined);
    set_disable(undefined);
    set_done(text);
    data.reload();
  };
  return (
    <div class="page">
      <h1>{t("nav.users")}</h1>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {done && <Notice tone="good" live>{done}</Notice>}
      <table class="list">
        <thead><tr><th>{t("login.name")}</th><th>{t("users.role")}</th><th>{t("users.state")}</th><th><span class="visually-hidden">{t("actions")}</span></th></tr></thead>
        <tbody>
          {data.value?.map((user) => (
            <tr key={user.name}>
              <td class="strong">{user.name}</td><td>{t.code("role", user.role)}</td><td>{t(user.state === "disabled" ? "users.disabled" : "users.active")}</td>
              <td class="row-actions">
                {user.name !== me?.name && user.may_keep && user.state === "disabled" && (
                  <button type="button" onClick={() => void calls.enable_user(user.name).then(() => finish(t("users.enable_done", { name: user.name })), () => data.reload())}>{t("users.enable")}</button>
                )}
                {user.name !== me?.name && user.may_keep && user.state === "active" && (
                  <>
                    <button type="button" onClick={() => set_reset(user.name)}>{t("users.reset")}</button>
                    <button type="button" class="quiet" onClick={() => set_disable(user.name)}>{t("users.disable")}</button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <AddUser roles={props.roles} on_done={(name) => finish(t("users.added", { name }))} />
      {reset !== undefined && <PasswordDialog name={reset} on_close={() => set_reset(undefined)} on_done={() => finish(t("users.reset_done", { name: reset }))} />}
      {disable !== undefined && <DisableDialog name={disable} on_close={() => set_disable(undefined)} on_done={() => finish(t("users.disable_done", { name: disable }))} />}
    </div>
  );
}

/** Runs a write and keeps what came of it. */
function useWrite(write: () => Promise<unknown>, on_done: () => void) {
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const run = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await write();
      on_done();
    } catch (error) {
      set_failure(error);
    }
    set_busy(false);
  };
  return { busy, failure, run };
}

function AddUser(props: { roles: readonly string[]; on_done: (name: string) => void }) {
  const t = useText();
  const [name, set_name] = useState("");
  const [role, set_role] = useState(props.roles[0] ?? "");
  const [password, set_password] = useState("");
  const { busy, failure, run } = useWrite(() => calls.add_user(name.trim(), role, password), () => {
    props.on_done(name.trim());
    set_name("");
    set_password("");
  });
  return (
    <form class="box row-form" onSubmit={(event) => { event.preventDefault(); void run(); }}>
      <h2>{t("users.add")}</h2>
      <Field id="user-name" label={t("login.name")}><TextInput id="user-name" value={name} on_change={set_name} max={64} /></Field>
      <Field id="user-role" label={t("users.role")}><Select id="user-role" value={role} on_change={set_role} options={props.roles.map((code) => ({ code, label: t.code("role", code) }))} /></Field>
      <Field id="user-password" label={t("users.first_password")} hint={t("account.rule")}><TextInput id="user-password" type="password" autocomplete="new-password" value={password} on_change={set_password} max={1024} /></Field>
      <button type="submit" class="primary" disabled={busy || name.trim() === "" || password === ""}>{t("users.add")}</button>
      {failure !== undefined && <Failure error={failure} />}
    </form>
  );
}

function PasswordDialog(props: { name: string; on_close: () => void; on_done: () => void }) {
  const t = useText();
  const [password, set_password] = useState("");
  const { busy, failure, run } = useWrite(() => calls.reset_password(props.name, password), props.on_done);
  return (
    <Dialog title={`${t("users.reset")}: ${props.name}`} on_close={props.on_close}>
      <Field id="reset-password" label={t("users.first_password")} hint={t("account.rule")}><TextInput id="reset-password" type="password" autocomplete="new-password" value={password} on_change={set_password} max={1024} /></Field>
      <p class="hint">{t("users.must_change")}</p>
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice"><button type="button" class="primary" disabled={busy || password === ""} onClick={() => void run()}>{t("users.reset")}</button><button type="button" onClick={props.on_close}>{t("cancel")}</button></div>
    </Dialog>
  );
}

function DisableDialog(props: { name: string; on_close: () => void; on_done: () => void }) {
  const t = useText();
  const { busy, failure, run } = useWrite(() => calls.disable_user(props.name), props.on_done);
  return (
    <Dialog title={`${t("users.disable")}: ${props.name}`} alert on_close={props.on_close}>
      <p>{t("users.disable_text")}</p>
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice"><button type="button" class="bad" disabled={busy} onClick={() => void run()}>{t("users.disable")}</button><button type="button" onClick={props.on_close}>{t("cancel")}</button></div>
    </Dialog>
  );
}
