// cl. 15: the place of registration stays where the first application was made, until the department moves it. Says what will happen at both
// offices before it is sent.
import { useState } from "preact/hooks";
import { transfer } from "../api/rules";
import type { Application } from "../api/types";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { PickList } from "../parts/PickList";
import { TextArea } from "../parts/inputs";
import { office_name, office_options, offices } from "../record/lists";

export function TransferDialog(props: { application: Application; on_done: () => void; on_close: () => void }) {
  const t = useText();
  const { application } = props;
  const others = useStore(offices).filter((office) => office.code !== application.office);
  const [to, set_to] = useState("");
  const [reason, set_reason] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      await transfer(application.id, to, reason.trim());
      props.on_done();
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  const known = others.some((office) => office.code === to);
  return (
    <Dialog title={t("transfer.button")} wide alert on_close={props.on_close}>
      <p>{t("transfer.text")}</p>
      <Field id="transfer-to" label={t("transfer.to")}><PickList id="transfer-to" value={to} on_change={set_to} options={office_options(others)} show_code /></Field>
      <Field id="transfer-reason" label={t("transfer.reason")}><TextArea id="transfer-reason" value={reason} on_change={set_reason} rows={2} /></Field>
      <ul class="plain-list" id="transfer-consequences">
        <li>{t("transfer.what_1", { from: office_name(application.office) })}</li>
        <li>{t("transfer.what_2", { to: known ? office_name(to) : t("transfer.there") })}</li>
        <li>{t("transfer.what_3")}</li>
      </ul>
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice">
        <button type="button" class="warn" id="transfer-send" disabled={busy || !known || reason.trim().length < 3} onClick={() => void send()}>{t("transfer.button")}</button>
        <button type="button" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}
