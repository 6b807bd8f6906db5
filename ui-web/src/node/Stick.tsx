// The stick's door: the same round as over the line, carried by hand. Says in words what goes out and what came in.
import { useRef, useState } from "preact/hooks";
import * as calls from "../api/calls";
import { useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { type Received, received, save_file } from "../parts/bundle";
import { SummaryList, read_summary } from "../parts/Summary";
import { ask_status, known_status } from "./status_poll";
import { useStore } from "../base/store";
import { show_moment } from "../base/dates";

export function Stick() {
  const t = useText();
  return (
    <div class="page">
      <h1>{t("nav.stick")}</h1>
      <div class="two">
        <Save />
        <Read />
      </div>
      <p class="hint">{t("stick.explain")}</p>
    </div>
  );
}

function Save() {
  const t = useText();
  const status = useStore(known_status).status;
  const [busy, set_busy] = useState(false);
  const [saved, set_saved] = useState<Received | undefined>(undefined);
  const [failure, set_failure] = useState<unknown>(undefined);
  const save = async () => {
    set_busy(true);
    set_failure(undefined);
    try {
      const file = await received(await calls.bundle_out());
      save_file(file);
      set_saved(file);
    } catch (error) {
      set_failure(error);
    }
    set_busy(false);
  };
  return (
    <section class="box stick">
      <h2>1. {t("stick.save")}</h2>
      <p>{status?.unsent === null || status?.unsent === undefined ? t("stick.save_unknown") : t.count("stick.waiting", status.unsent)}</p>
      <button type="button" class="primary" disabled={busy} onClick={() => void save()}>{t("stick.save")}</button>
      {failure !== undefined && <Failure error={failure} />}
      {saved && (
        <Notice tone="good" live>
          <p>{saved.entries === null ? t("stick.saved") : t.count("stick.saved_entries", saved.entries)}</p>
          <p class="mono">{saved.name} · {t("stick.bytes", { kib: Math.max(1, Math.round(saved.bytes.size / 1024)) })}</p>
          <p>{t("stick.not_held")}</p>
        </Notice>
      )}
    </section>
  );
}

function Read() {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [busy, set_busy] = useState(false);
  const [results, set_results] = useState<{ name: string; summary?: Record<string, unknown>; error?: unknown }[]>([]);
  const status = useStore(known_status).status;
  const read = async (files: FileList | null) => {
    set_busy(true);
    const done: typeof results = [];
    for (const file of Array.from(files ?? [])) {
      try {
        done.push({ name: file.name, summary: read_summary(await (await calls.bundle_in(file)).json()) });
      } catch (error) {
        done.push({ name: file.name, error });
      }
    }
    set_results(done);
    set_busy(false);
    if (input.current) input.current.value = "";
    void ask_status();
  };
  return (
    <section class="box stick">
      <h2>2. {t("stick.read")}</h2>
      <p>{t("stick.read_text")}</p>
      <label class="file" for="stick-file">
        <span>{t("stick.choose")}</span>
        <input id="stick-file" ref={input} type="file" multiple accept=".bundle" disabled={busy} onChange={(event) => void read(event.currentTarget.files)} />
      </label>
      {results.map((result) => (
        <div key={result.name}>
          <p class="mono">{result.name}</p>
          {result.error !== undefined ? <Failure error={result.error} /> : <Notice tone="good" live><SummaryList summary={result.summary ?? {}} /></Notice>}
        </div>
      ))}
      {status?.last_round_at && <p class="hint">{t("status.last_round")}: {show_moment(status.last_round_at)}</p>}
    </section>
  );
}
