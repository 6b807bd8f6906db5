// Asked where something is about to be printed and this account's position is not known yet: once, not at every ticket.
import { useState } from "preact/hooks";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { keep_position, position } from "../record/position";
import { Field } from "./Field";
import { TextInput } from "./inputs";

export function PositionOnce() {
  const t = useText();
  const known = useStore(position);
  const [typed, set_typed] = useState("");
  if (known !== "") return null;
  return (
    <form class="position-once no-print" onSubmit={(event) => { event.preventDefault(); if (typed.trim() !== "") keep_position(typed.trim()); }}>
      <Field id="position-once" label={t("account.position")} hint={t("account.position_hint")}><TextInput id="position-once" value={typed} on_change={set_typed} max={120} /></Field>
      <button type="submit" disabled={typed.trim() === ""}>{t("save")}</button>
    </form>
  );
}
