// Asked where something is about to be printed and this account's position or full name is not known yet: once, not at every ticket.
import { useState } from "preact/hooks";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { keep_officer, officer } from "../record/officer";
import { Field } from "./Field";
import { TextInput } from "./inputs";

export function OfficerOnce() {
  const t = useText();
  const known = useStore(officer);
  const [position, set_position] = useState(known.position);
  const [name, set_name] = useState(known.name);
  if (known.position !== "" && known.name !== "") return null;
  const ready = position.trim() !== "" && name.trim() !== "";
  return (
    <form class="position-once no-print" onSubmit={(event) => { event.preventDefault(); if (ready) keep_officer({ position: position.trim(), name: name.trim() }); }}>
      <Field id="position-once" label={t("account.position")} hint={t("account.position_hint")}><TextInput id="position-once" value={position} on_change={set_position} max={120} /></Field>
      <Field id="officer-name-once" label={t("account.full_name")}><TextInput id="officer-name-once" value={name} on_change={set_name} max={120} /></Field>
      <button type="submit" disabled={!ready}>{t("save")}</button>
    </form>
  );
}
