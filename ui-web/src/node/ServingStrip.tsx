// Above the form: who is being served (the visit that was called in the queue) and with whose application this one is filed. Both are shown
// before they are sent, and both can be taken back.
import { useEffect } from "preact/hooks";
import { offered } from "../api/offered";
import { show_hour } from "../base/dates";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Select } from "../parts/inputs";
import type { Form } from "../record/form";
import { application_link } from "../record/Record";
import { ask_queue, chosen_visit, known_queue, serve, visit_at_counter } from "./serving";

export function ServingStrip(props: { form: Form; on_alone: () => void }) {
  const t = useText();
  const can = useStore(offered);
  const called = useStore(known_queue)?.called ?? [];
  const choice = useStore(chosen_visit);
  useEffect(() => void ask_queue(), [can]);
  const { filing, visit: fixed } = props.form;
  const visit = visit_at_counter(called, choice);
  if (!filing && !fixed && called.length === 0) return null;
  return (
    <div class="serving" role="group" aria-label={t("serving.title")}>
      {fixed ? <span><b>{t("serving.number", { number: fixed.number })}</b></span> : called.length > 0 && (
        <label for="serving-visit">
          <span>{t("serving.title")}</span>
          <Select id="serving-visit" value={visit?.id ?? ""} on_change={serve} empty={t("serving.nobody")}
            options={called.map((each) => ({ code: each.id, label: `№ ${each.number} · ${t.code("visit", each.purpose)} · ${show_hour(each.called_at)}` }))} />
        </label>
      )}
      {filing && (
        <span id="filed-with">
          {t("filing.with")} <a href={application_link(filing.id)} tabIndex={-1}>{filing.name} <span class="mono">{filing.ticket_number}</span></a>{" "}
          <button type="button" class="quiet" id="filing-alone" onClick={props.on_alone}>{t("filing.alone")}</button>
        </span>
      )}
    </div>
  );
}
