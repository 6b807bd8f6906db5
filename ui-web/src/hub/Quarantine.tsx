// What lies in quarantine: whose, why, since when, and what to do. Approving asks for the fingerprint first, because comparing it is the whole point.
import { useState } from "preact/hooks";
import { type QuarantineCase, approve, dismiss, quarantine, release } from "../api/quarantine";
import { show_moment } from "../base/dates";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { TextArea } from "../parts/inputs";
import { person } from "../parts/person";
import { useData } from "../parts/useData";

type Act = "approve" | "release" | "dismiss";

function ActDialog(props: { kept: QuarantineCase; act: Act; on_done: (text: string) => void; on_close: () => void }) {
  const t = useText();
  const { kept, act } = props;
  const [reason, set_reason] = useState("");
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<unknown>(undefined);
  const send = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      const done = act === "approve" ? await approve(kept.id) : act === "release" ? await release(kept.id) : await dismiss(kept.id, reason.trim());
      props.on_done(done.text);
    } catch (error) {
      set_failure(error);
      set_busy(false);
    }
  };
  return (
    <Dialog title={t(`quarantine.${act}`)} wide alert on_close={props.on_close}>
      <p>{t(`quarantine.${act}_what`, { office: kept.office })}</p>
      {act === "approve" && <p class="mono strong" id="quarantine-fingerprint">{kept.fingerprint}</p>}
      {act === "dismiss" && (
        <Field id="quarantine-reason" label={t("quarantine.reason")}><TextArea id="quarantine-reason" value={reason} on_change={set_reason} rows={2} /></Field>
      )}
      {failure !== undefined && <Failure error={failure} />}
      <div class="choice">
        <button type="button" class="warn" id="quarantine-send" disabled={busy || (act === "dismiss" && reason.trim().length < 3)} onClick={() => void send()}>{t(`quarantine.${act}`)}</button>
        <button type="button" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}

export function Quarantine() {
  const t = useText();
  const may_decide = useStore(person)?.role === "admin";
  const data = useData((signal) => quarantine(signal), []);
  const [open, set_open] = useState<{ kept: QuarantineCase; act: Act } | undefined>(undefined);
  const [told, set_told] = useState("");
  const cases = data.value ?? [];
  const done = (text: string) => {
    set_open(undefined);
    set_told(text);
    data.reload();
  };
  const acts = (kept: QuarantineCase): Act[] => (kept.cure === "approve" ? ["approve", "dismiss"] : kept.cure === "release" ? ["release", "dismiss"] : ["dismiss"]);
  return (
    <div class="page-wide">
      <div class="page-head">
        <h1>{t("nav.quarantine")}</h1>
        <p class="lead">{t("quarantine.what")}</p>
        <button type="button" onClick={data.reload} disabled={data.loading}>{t("refresh")}</button>
      </div>
      {told !== "" && <p class="lead" role="status" id="quarantine-told">{told}</p>}
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {data.value && cases.length === 0 && <p>{t("quarantine.none")}</p>}
      {cases.length > 0 && (
        <div class="table-frame" role="region" aria-label={t("nav.quarantine")} tabIndex={0}>
          <table class="list" aria-label={t("nav.quarantine")}>
            <thead>
              <tr><th>{t("offices.code")}</th><th>{t("quarantine.since")}</th><th>{t("quarantine.cause")}</th><th>{t("quarantine.fingerprint")}</th><th class="right">{t("quarantine.entries")}</th><th>{t("quarantine.cure")}</th></tr>
            </thead>
            <tbody>
              {cases.map((kept) => (
                <tr key={kept.id}>
                  <td class="mono nowrap">{kept.office}</td><td class="nowrap">{show_moment(kept.since)}</td><td>{kept.cause_text}</td>
                  <td class="mono">{kept.fingerprint}</td><td class="right mono">{kept.entries ?? "—"}</td>
                  <td>
                    {kept.cure_text}
                    {may_decide && (
                      <div class="choice">
                        {acts(kept).map((act) => <button type="button" key={act} onClick={() => set_open({ kept, act })}>{t(`quarantine.${act}`)}</button>)}
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && <ActDialog kept={open.kept} act={open.act} on_done={done} on_close={() => set_open(undefined)} />}
    </div>
  );
}
