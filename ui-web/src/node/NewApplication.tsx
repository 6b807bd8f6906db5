// The clerk's main page: one application, from the passport to the ticket, without the mouse.
//
// Enter goes to the next field, Shift+Enter back, Ctrl+Enter accepts; F2 scan, F4 the first-application question, F8 host, address
// and border of the one before (families), Escape twice throws the draft away. What is typed is saved at the node field by field.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import * as calls from "../api/calls";
import { ApiError } from "../api/client";
import type { Finding } from "../api/types";
import type { DateProblem } from "../base/dates";
import { go, rename_place } from "../base/router";
import { useStore } from "../base/store";
import { uuid } from "../base/uuid";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { on_enter } from "../parts/form_keys";
import { type FieldPath, type Form, body_of_form, empty_form, findings_by_field, form_of_draft, is_untouched } from "../record/form";
import { ApplicationFields, field_id } from "./ApplicationFields";
import { Discard, DraftStrip } from "./Drafts";
import { FirstQuestion } from "./FirstQuestion";
import { MrzPanel, useMrz } from "./MrzPanel";
import { PaperTicketSection } from "./PaperTicket";
import { SidePanel } from "./SidePanel";
import { type AcceptanceFailure, useAcceptance } from "./acceptance";
import { useBurst } from "./burst_keys";
import { type DraftBody, DraftKeeper } from "./draft_keeper";
import { ServingStrip } from "./ServingStrip";
import { copy_family, remember_family, take_beginning } from "./family";
import { served_now } from "./serving";
import { ask_status, known_status } from "./status_poll";
import { useCheck } from "./use_check";

/** Chooses the draft: the one of the address, or a new one each time "new application" is asked for. */
export function NewApplication(props: { slot: string | undefined }) {
  const [active, set_active] = useState(() => ({ slot: props.slot ?? uuid(), resume: props.slot !== undefined }));
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (props.slot === undefined) set_active({ slot: uuid(), resume: false });
    else if (props.slot !== active.slot) set_active({ slot: props.slot, resume: true });
  }, [props.slot]);
  return <Entry key={active.slot} slot={active.slot} resume={active.resume} />;
}

function useDraftForm(slot: string, resume: boolean) {
  const own_office = useStore(known_status).status?.office ?? "";
  const [begun] = useState(() => (resume ? undefined : take_beginning()));
  const [form, set_form] = useState<Form>(() => begun ?? empty_form(own_office));
  const latest = useRef(form);
  const attempt = useRef<DraftBody["attempt"]>();
  const keeper = useMemo(() => new DraftKeeper(slot), [slot]);
  const show = (next: Form) => {
    latest.current = next;
    set_form(next);
  };
  const change = (next: Form) => {
    show(next);
    rename_place("new", slot);
    keeper.changed({ ...next, ...(attempt.current ? { attempt: attempt.current } : {}) });
  };
  useEffect(() => {
    if (own_office !== "" && is_untouched(latest.current) && latest.current.fields["stay.address.office"] === "") show(empty_form(own_office));
  }, [own_office]);
  useEffect(() => {
    if (begun) change(begun);
    // The hands are on the keyboard, and a scanner's keys go to whatever has the focus: it must be in the form.
    document.getElementById(field_id(begun?.portal_request === undefined ? "applicant.surname" : "document.number"))?.focus({ preventScroll: true });
    if (resume)
      void calls.draft(slot).then((draft) => {
        const saved = form_of_draft(draft.body);
        if (!saved) return;
        attempt.current = (draft.body as DraftBody).attempt;
        show(saved);
      }, () => undefined);
    return () => {
      keeper.left();
    };
  }, []);
  return { form, latest, attempt, keeper, change, show };
}

function Entry(props: { slot: string; resume: boolean }) {
  const t = useText();
  const { form, latest, attempt, keeper, change } = useDraftForm(props.slot, props.resume);
  const [visited, set_visited] = useState<ReadonlySet<string>>(new Set());
  const [attempted, set_attempted] = useState(false);
  const [discarding, set_discarding] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const last_escape = useRef(0);
  const untouched = is_untouched(form);
  const checked = useCheck(form, !untouched);
  const leave = (path: string) => {
    // Nothing was typed yet: passing through is no visit, and no empty field is a mistake.
    if (!is_untouched(latest.current)) set_visited((before) => (before.has(path) ? before : new Set([...before, path])));
    keeper.left();
  };
  const set_fields = (values: Partial<Record<FieldPath, string>>) => {
    change({ ...latest.current, fields: { ...latest.current.fields, ...values } });
    set_visited((before) => new Set([...before, ...Object.keys(values)]));
  };
  const mrz = useMrz(({ values }, lines) => {
    change({ ...latest.current, mrz: lines, fields: { ...latest.current.fields, ...values } });
    set_visited((before) => new Set([...before, ...Object.keys(values)]));
    document.getElementById(field_id("applicant.surname_local"))?.focus();
  });
  const on_burst = useBurst({ form: () => latest.current, restore: change, on_lines: (lines) => void mrz.read(lines) });
  const acceptance = useAcceptance({ keeper, attempt, on_accepted: (accepted) => {
    remember_family(latest.current, accepted);
    void keeper.drop();
    void ask_status();
    go("accepted", accepted.id);
  } });
  const findings = shown_findings(form, checked.check?.findings ?? [], acceptance.failure, attempted ? undefined : visited, (problem) => t(`date.${problem}`));
  const accept = (reason?: string) => {
    if (acceptance.busy) return;
    set_attempted(true);
    // Whoever was called is the one who is served. It is fixed with the first try, so that a repetition sends the same.
    const visit = latest.current.visit ?? served_now();
    if (visit && !latest.current.visit) change({ ...latest.current, visit: { id: visit.id, number: visit.number } });
    void acceptance.send(latest.current, reason).then((outcome) => {
      if (outcome === "findings") focus_first_error(root.current);
    });
  };
  const on_key = (event: KeyboardEvent) => {
    if (document.querySelector("[aria-modal=true]") || on_burst(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      accept();
    } else if (event.key === "F2" || event.key === "F4" || event.key === "F8") {
      event.preventDefault();
      if (event.key === "F8") {
        const copied = copy_family(latest.current);
        if (copied) change(copied);
      } else document.getElementById(event.key === "F2" ? "mrz-lines" : "first-check")?.focus();
    }
  };
  const on_late_key = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented && !untouched && !discarding) {
      if (event.timeStamp - last_escape.current < 800) set_discarding(true);
      last_escape.current = event.timeStamp;
    }
    if (root.current) on_enter(event, root.current);
  };
  return (
    <div class="entry" ref={root} onKeyDownCapture={on_key} onKeyDown={on_late_key}>
      <h1 class="visually-hidden">{t("nav.new")}</h1>
      <DraftStrip slot={props.slot} />
      <ServingStrip form={form} on_alone={() => { const { filing: _, ...alone } = latest.current; change(alone); }} />
      <div class="entry-body">
        <div class="entry-form">
          <ApplicationFields
            form={form}
            findings={findings}
            checklist={checked.check?.checklist ?? []}
            on_field={(path, value) => change({ ...latest.current, fields: { ...latest.current.fields, [path]: value } })}
            on_documents={(documents) => change({ ...latest.current, documents })}
            on_leave={leave}
            after={<PaperTicketSection paper={form.paper} tried={attempted} on_change={(paper) => { const { paper: _, ...rest } = latest.current; change(paper ? { ...rest, paper } : rest); }} />}
            before={<MrzPanel {...mrz} on_text={mrz.set_text} on_read={(lines) => void mrz.read(lines)} on_take={(path, value) => set_fields({ [path]: value })} />}
          />
          {acceptance.failure && !acceptance.question && <Failure error={acceptance.failure.error} brief />}
        </div>
        <SidePanel form={form} checked={checked} findings={findings} untouched={untouched} keeper={keeper} busy={acceptance.busy} on_accept={() => accept()} on_discard={() => set_discarding(true)} />
      </div>
      {acceptance.question && (
        <FirstQuestion
          {...acceptance.question}
          on_close={acceptance.close_question}
          on_accept={(reason) => accept(reason)}
          on_refer={() => go("referral", props.slot)}
        />
      )}
      {discarding && <Discard on_no={() => set_discarding(false)} on_yes={() => void keeper.drop().then(() => go("new"))} />}
    </div>
  );
}

/** Findings for the fields that the clerk has been to; after a try to accept, for all. */
function shown_findings(form: Form, checked: Finding[], failure: AcceptanceFailure | undefined, visited: ReadonlySet<string> | undefined, words: (problem: DateProblem) => string): Map<string, Finding[]> {
  const unreadable = body_of_form(form).unreadable.map(({ path, problem }): Finding => ({ severity: "error", path, code: problem, message: words(problem) }));
  const said = failure?.error instanceof ApiError && failure.form === form ? failure.error.fields.map((field): Finding => ({ severity: "error", ...field })) : [];
  const own = new Set(unreadable.map((finding) => finding.path));
  const all = [...unreadable, ...checked.filter((finding) => !own.has(finding.path)), ...said.filter((field) => !checked.some((finding) => finding.path === field.path && finding.code === field.code))];
  const by_field = findings_by_field(all);
  if (!visited) return by_field;
  // What is still to come is no mistake yet: errors of empty fields wait until the clerk has been there.
  const to_come = (path: string) => path !== "" && !visited.has(path) && (path === "documents" || form.fields[path as FieldPath] === "");
  for (const [path, list] of by_field) {
    const kept = to_come(path) ? list.filter((finding) => finding.severity !== "error") : list;
    if (kept.length > 0) by_field.set(path, kept);
    else by_field.delete(path);
  }
  return by_field;
}

function focus_first_error(root: HTMLElement | null): void {
  requestAnimationFrame(() => root?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
