// The queue at the counter (cl. 7.2, 7.3, 9): strictly first come, first served. The keys that serve are the keys that measure: N calls the next,
// S finishes the one at the counter, A takes a new arrival. Whoever is called out of turn needs a reason.
import { useEffect, useState } from "preact/hooks";
import * as day from "../api/day";
import { ApiError } from "../api/client";
import { useStore } from "../base/store";
import { show_hour } from "../base/dates";
import { useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Failure, Notice } from "../parts/Notice";
import { Select, TextArea } from "../parts/inputs";
import { useData } from "../parts/useData";
import { code_options, office_name } from "../record/lists";
import { known_status } from "./status_poll";
import { QueueTalon } from "../sheets/Talons";
import { serve, served } from "./serving";

const kPurposes = ["application", "collection", "question", "complaint"];
const kLimit_min = 15;
const kEvery_ms = 20000;

/** The letter of a key press, by its place on the keyboard: the layout may be Kazakh or Russian. */
export function letter_of(event: Pick<KeyboardEvent, "code" | "ctrlKey" | "altKey" | "metaKey">): string {
  return event.ctrlKey || event.altKey || event.metaKey ? "" : (/^Key([A-Z])$/.exec(event.code)?.[1] ?? "");
}

export function QueuePage() {
  const t = useText();
  const data = useData((signal) => day.queue(signal), []);
  const own = useStore(known_status).status?.office ?? "";
  const [purpose, set_purpose] = useState("application");
  const [talon, set_talon] = useState<day.Arrived | undefined>(undefined);
  const [skipping, set_skipping] = useState<day.Visit | undefined>(undefined);
  const [failure, set_failure] = useState<unknown>(undefined);
  const waiting = data.value?.waiting ?? [];
  const called = data.value?.called ?? [];
  const run = (work: Promise<unknown>) => {
    set_failure(undefined);
    work.catch((error: unknown) => set_failure(error)).finally(data.reload);
  };
  const arrive = () => run(day.arrive(purpose).then(set_talon));
  const call = (visit: day.Visit | undefined) => {
    if (visit) run(day.call_visit(visit.id).then(() => serve(visit.id)).catch((error: unknown) => {
      // Somebody else arrived first after all: the daemon's order counts, and the reason is asked for.
      if (error instanceof ApiError && error.code === "not_next") return set_skipping(visit);
      throw error;
    }));
  };
  const finish = (visit: day.Visit | undefined, outcome: "served" | "left" = "served") => visit && run(day.finish_visit(visit.id, outcome).then(() => served(visit.id)));
  useEffect(() => {
    const timer = setInterval(data.reload, kEvery_ms);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (document.querySelector("[aria-modal=true]") || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      const work = { A: arrive, N: () => call(waiting[0]), S: () => finish(called[0]) }[letter_of(event)];
      if (!work) return;
      event.preventDefault();
      work();
    };
    window.addEventListener("keydown", on_key);
    return () => window.removeEventListener("keydown", on_key);
  });
  if (talon) return <QueueTalon arrived={talon} office={office_name(own)} on_close={() => set_talon(undefined)} />;
  return (
    <div class="page-wide queue">
      <div class="page-head"><h1>{t("nav.queue")}</h1><p class="lead">{t("queue.figures", { waiting: waiting.length, finished: data.value?.finished ?? 0, median: data.value?.median_wait_min ?? "—" })}</p></div>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {failure !== undefined && <Failure error={failure} />}
      <div class="queue-bar">
        <Field id="queue-purpose" label={t("queue.purpose")}><Select id="queue-purpose" value={purpose} on_change={set_purpose} options={code_options(t, "visit", kPurposes)} /></Field>
        <button type="button" id="queue-arrive" onClick={arrive}>{t("queue.arrive")} <kbd>A</kbd></button>
        <button type="button" id="queue-next" class="primary big" disabled={waiting.length === 0} onClick={() => call(waiting[0])}>{t("queue.next")} <kbd>N</kbd></button>
      </div>
      <div class="two">
        <section class="box">
          <h2>{t("queue.called")}</h2>
          <ul class="queue-list" id="queue-called">
            {called.map((visit, at) => (
              <li key={visit.id}><Who visit={visit} />
                <span class="row-actions"><button type="button" class="primary" onClick={() => finish(visit)}>{t("queue.served")}{at === 0 && <> <kbd>S</kbd></>}</button> <button type="button" onClick={() => finish(visit, "left")}>{t("queue.left")}</button></span>
              </li>
            ))}
          </ul>
          {called.length === 0 && <p class="hint">{t("queue.nobody")}</p>}
        </section>
        <section class="box">
          <h2>{t("queue.waiting")}</h2>
          <ol class="queue-list" id="queue-waiting">
            {waiting.map((visit, at) => (
              <li key={visit.id}><Who visit={visit} />
                <span class="row-actions">{at > 0 && <button type="button" onClick={() => set_skipping(visit)}>{t("queue.skip")}</button>} <button type="button" class="quiet" onClick={() => finish(visit, "left")}>{t("queue.left")}</button></span>
              </li>
            ))}
          </ol>
          {waiting.length === 0 && <p class="hint">{t("queue.nobody")}</p>}
        </section>
      </div>
      <Notice tone="plain">{t("queue.rule")}</Notice>
      {skipping && <SkipDialog visit={skipping} on_close={() => set_skipping(undefined)} on_reason={(reason) => { const visit = skipping; set_skipping(undefined); run(day.call_visit(visit.id, reason).then(() => serve(visit.id))); }} />}
    </div>
  );
}

function Who(props: { visit: day.Visit }) {
  const t = useText();
  const { visit } = props;
  return (
    <span>
      <b class="queue-number">{visit.number}</b> {t.code("visit", visit.purpose)} · {show_hour(visit.arrived_at)}{visit.called_at && ` → ${show_hour(visit.called_at)}`}
      {" · "}<span class={visit.waiting_min > kLimit_min ? "bad strong" : "hint"}>{t("queue.minutes", { count: visit.waiting_min })}</span>
      {visit.skipped > 0 && <span class="hint"> · {t("queue.skipped", { count: visit.skipped })}</span>}
      {visit.outside_hours && <span class="hint"> · {t("queue.outside")}</span>}
    </span>
  );
}

function SkipDialog(props: { visit: day.Visit; on_reason: (reason: string) => void; on_close: () => void }) {
  const t = useText();
  const [reason, set_reason] = useState("");
  return (
    <Dialog title={t("queue.skip_title", { number: props.visit.number })} on_close={props.on_close}>
      <p>{t("queue.skip_text")}</p>
      <Field id="skip-reason" label={t("act.reason")}><TextArea id="skip-reason" value={reason} on_change={set_reason} rows={2} /></Field>
      <div class="choice">
        <button type="button" class="primary" disabled={reason.trim().length < 3} onClick={() => props.on_reason(reason.trim())}>{t("queue.skip")}</button>
        <button type="button" onClick={props.on_close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}
