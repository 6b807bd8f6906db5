// Existing registrations from a table (head of office). A file is checked first, which writes nothing; only what the report shows as good is
// then taken, and the same file may be given again once its faulty rows are corrected.
import { useRef, useState } from "preact/hooks";
import { type TakeOverReport, take_over } from "../api/desk";
import { type Key, useText } from "../i18n/i18n";
import { Failure, Notice } from "../parts/Notice";
import { save_file } from "../parts/bundle";
import { decode_table, empty_table, table_of_problems } from "./take_over_file";
import { ask_status } from "./status_poll";

const kShownProblems = 200;
interface Chosen { name: string; text: string; is_utf8: boolean }
type State = { kind: "still" | "checking" | "taking" } | { kind: "checked" | "taken"; report: TakeOverReport } | { kind: "failed"; error: unknown };

function save_text(name: string, text: string): void {
  const bytes = new Blob([text], { type: "text/csv;charset=utf-8" });
  save_file({ name, bytes, entries: null, headers: new Headers() });
}

export function TakeOverPage() {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, set_chosen] = useState<Chosen | undefined>(undefined);
  const [state, set_state] = useState<State>({ kind: "still" });
  const busy = state.kind === "checking" || state.kind === "taking";
  const run = async (file: Chosen, dry_run: boolean) => {
    set_state({ kind: dry_run ? "checking" : "taking" });
    try {
      const report = await take_over(file.text, dry_run);
      set_state({ kind: dry_run ? "checked" : "taken", report });
      if (!dry_run) void ask_status();
    } catch (error) {
      set_state({ kind: "failed", error });
    }
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const { text, is_utf8 } = decode_table(await file.arrayBuffer());
    const next = { name: file.name, text, is_utf8 };
    set_chosen(next);
    if (input.current) input.current.value = "";
    await run(next, true);
  };
  return (
    <div class="page">
      <div class="page-head"><h1>{t("nav.take_over")}</h1><button type="button" onClick={() => save_text("tirkeu.csv", empty_table())}>{t("take_over.template")}</button></div>
      <p class="lead">{t("take_over.what")}</p>
      <label class="file" for="take-over-file">
        <span>{t("take_over.file")}</span>
        <input id="take-over-file" ref={input} type="file" accept=".csv,text/csv" disabled={busy} onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      </label>
      <p class="hint">{t("take_over.first")}</p>
      {chosen && <p class="mono">{chosen.name}</p>}
      {chosen && !chosen.is_utf8 && <Notice tone="warn">{t("take_over.no_utf8")}</Notice>}
      {busy && <p class="loading" role="status">{t(state.kind === "checking" ? "take_over.checking" : "take_over.taking")}</p>}
      {state.kind === "failed" && <Failure error={state.error} {...(chosen ? { on_repeat: () => void run(chosen, true) } : {})} />}
      {(state.kind === "checked" || state.kind === "taken") && (
        <Report report={state.report} taken={state.kind === "taken"} on_take={() => chosen && void run(chosen, false)} />
      )}
    </div>
  );
}

function Report(props: { report: TakeOverReport; taken: boolean; on_take: () => void }) {
  const t = useText();
  const { report, taken } = props;
  // What is in the book already is no mistake of the table; it has a count of its own.
  const lines = new Set(report.problems.filter((problem) => problem.code !== "taken_already").map((problem) => problem.line)).size;
  const rows: [Key, number][] = [["take_over.rows", report.rows], [taken ? "take_over.taken" : "take_over.good", report.taken], ["take_over.repeated", report.repeated], ["take_over.problems", lines]];
  const headings = [t("take_over.line"), t("take_over.column"), t("take_over.trouble")];
  return (
    <section class={`box ${taken ? "box-good" : lines > 0 ? "box-warn" : "box-good"}`} id="take-over-report" aria-live="polite">
      <h2>{t(taken ? "take_over.done" : "take_over.report")}</h2>
      <dl class="facts">{rows.map(([key, value]) => <Count key={key} name={t(key)} value={value} />)}</dl>
      {!taken && report.taken > 0 && <button type="button" class="primary" id="take-over-take" onClick={props.on_take}>{t.count("take_over.take", report.taken)}</button>}
      {report.problems.length > 0 && (
        <>
          <p class="hint">{t("take_over.fix")}</p>
          <div class="table-frame" role="region" aria-label={t("take_over.problems")} tabIndex={0}>
            <table class="list">
              <thead><tr>{headings.map((heading) => <th key={heading}>{heading}</th>)}</tr></thead>
              <tbody>{report.problems.slice(0, kShownProblems).map((problem, at) => <tr key={at}><td class="right">{problem.line}</td><td class="mono">{problem.field}</td><td>{problem.message}</td></tr>)}</tbody>
            </table>
          </div>
          {report.problems.length > kShownProblems && <p class="hint">… {report.problems.length}</p>}
          <button type="button" onClick={() => save_text("tirkeu-report.csv", table_of_problems(report.problems, headings))}>{t("take_over.save_report")}</button>
        </>
      )}
    </section>
  );
}

function Count(props: { name: string; value: number }) {
  return <><dt>{props.name}</dt><dd class="strong">{props.value}</dd></>;
}
