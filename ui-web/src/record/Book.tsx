// The list of applications, newest first, with search. At a node it is the office's book, at the hub the whole department's.
// Arrows move through the rows, Enter opens one; more rows come by a cursor, so nothing is skipped while others write.
import { useEffect, useRef, useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { ListedApplication } from "../api/types";
import { read_date, show_date, show_moment } from "../base/dates";
import { go } from "../base/router";
import { useStore } from "../base/store";
import { language, useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { DateInput, Select, TextInput } from "../parts/inputs";
import { ConfirmationChip, StateChip, application_link } from "./Record";
import { country_name, office_name } from "./lists";
import { mask_number, person_name } from "./show";

export const kStates = ["accepted", "registered", "refused", "withdrawn"];
export const kConfirmations = ["pending", "confirmed", "annulled", "review"];
const kQuiet_ms = 250;

interface Filter { q: string; state: string; confirmation: string; from: string; to: string }
const kNoFilter: Filter = { q: "", state: "", confirmation: "", from: "", to: "" };

function sought(filter: Filter): calls.Sought {
  const day = (typed: string) => {
    const read = read_date(typed);
    return "iso" in read ? read.iso : "";
  };
  return { ...filter, q: filter.q.trim(), from: day(filter.from), to: day(filter.to) };
}

/** `fixed`: a confirmation that the list is about (tasks); `with_office`: the hub shows whose application it is. */
export function Book(props: { with_office?: boolean; fixed?: string; refresh?: unknown }) {
  const t = useText();
  const chosen = useStore(language);
  const [filter, set_filter] = useState<Filter>({ ...kNoFilter, confirmation: props.fixed ?? "" });
  const [items, set_items] = useState<ListedApplication[]>([]);
  const [next, set_next] = useState<string | null>(null);
  const [state, set_state] = useState<{ loading: boolean; error?: unknown }>({ loading: true });
  const round = useRef(0);
  const body = useRef<HTMLTableSectionElement>(null);

  const ask = (cursor: string | null) => {
    const mine = ++round.current;
    set_state({ loading: true });
    calls.applications({ ...sought(filter), cursor }).then(
      (page) => {
        if (mine !== round.current) return;
        set_items((before) => (cursor === null ? page.items : [...before, ...page.items]));
        set_next(page.next);
        set_state({ loading: false });
      },
      (error: unknown) => mine === round.current && set_state({ loading: false, error }),
    );
  };
  useEffect(() => {
    const timer = setTimeout(() => ask(null), kQuiet_ms);
    return () => clearTimeout(timer);
  }, [filter, chosen, props.refresh]);

  const focus_row = (at: number) => (body.current?.children[at] as HTMLElement | undefined)?.focus();
  const on_row_key = (event: KeyboardEvent, at: number, item: ListedApplication) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -items.length, End: items.length };
    if (event.key === "Enter") {
      event.preventDefault();
      return go("application", item.id);
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (at + step < 0 && at === 0) return document.getElementById("book-q")?.focus();
    if (at + step >= items.length && next !== null && !state.loading) ask(next);
    focus_row(Math.min(items.length - 1, Math.max(0, at + step)));
  };
  return (
    <div class="book">
      {!props.fixed && <h1 class="visually-hidden">{t("nav.book")}</h1>}
      <Filters filter={filter} on_change={set_filter} {...(props.fixed ? { fixed: props.fixed } : {})} on_down={() => focus_row(0)} />
      {state.error !== undefined && <Failure error={state.error} on_repeat={() => ask(null)} />}
      <p class="visually-hidden" role="status">{state.loading ? t("loading") : t.count("book.found", items.length)}</p>
      <div class="table-frame" role="region" aria-label={t(props.fixed ? "nav.tasks_list" : "nav.book")} tabIndex={items.length === 0 ? 0 : undefined}>
        <table class="list" aria-label={t("nav.book")}>
          <thead>
            <tr>
              <th>{t("book.accepted_at")}</th><th>{t("book.ticket")}</th>{props.with_office && <th>{t("book.office")}</th>}
              <th>{t("book.name")}</th><th>{t("book.born")}</th><th>{t("book.citizenship")}</th><th>{t("book.document")}</th><th>{t("book.state")}</th><th>{t("book.confirmation")}</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {items.map((item, at) => (
              <tr key={item.id} tabIndex={0} onKeyDown={(event) => on_row_key(event, at, item)} onClick={() => go("application", item.id)}>
                <td class="nowrap">{show_moment(item.accepted_at)}</td>
                <td class="mono nowrap"><a href={application_link(item.id)} tabIndex={-1}>{item.ticket_number}</a></td>
                {props.with_office && <td class="office" title={`${item.office_name || office_name(item.office)} ${item.office}`}>{item.office_name || office_name(item.office)}</td>}
                <td class="strong">{person_name(item)}</td>
                <td class="nowrap">{show_date(item.birth_date)}</td>
                <td title={country_name(item.citizenship, chosen)}>{item.citizenship}</td>
                <td class="mono nowrap">{mask_number(item.document_number)}</td>
                <td><StateChip state={item.state} /></td>
                <td><ConfirmationChip confirmation={item.confirmation} /></td>
              </tr>
            ))}
          </tbody>
        </table>
        {!state.loading && items.length === 0 && state.error === undefined && <p class="empty">{t(props.fixed ? "tasks.none" : "book.none")}</p>}
      </div>
      {next !== null && <button type="button" disabled={state.loading} onClick={() => ask(next)}>{t("book.more")}</button>}
    </div>
  );
}

function Filters(props: { filter: Filter; on_change: (filter: Filter) => void; fixed?: string; on_down: () => void }) {
  const t = useText();
  const { filter } = props;
  const set = (part: Partial<Filter>) => props.on_change({ ...filter, ...part });
  const options = (area: string, codes: readonly string[]) => codes.map((code) => ({ code, label: t.code(area, code) }));
  useEffect(() => {
    document.getElementById("book-q")?.focus();
  }, []);
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()} onKeyDown={(event) => event.key === "ArrowDown" && (event.target as HTMLElement).id === "book-q" && (event.preventDefault(), props.on_down())}>
      <div class="field grow"><label for="book-q">{t("book.q")}</label><TextInput id="book-q" type="search" value={filter.q} on_change={(q) => set({ q })} placeholder={t("book.q_hint")} /></div>
      <div class="field"><label for="book-state">{t("book.state")}</label><Select id="book-state" value={filter.state} on_change={(state) => set({ state })} options={options("state", kStates)} empty={t("any")} /></div>
      {!props.fixed && <div class="field"><label for="book-confirmation">{t("book.confirmation")}</label><Select id="book-confirmation" value={filter.confirmation} on_change={(confirmation) => set({ confirmation })} options={options("confirmation", kConfirmations)} empty={t("any")} /></div>}
      <div class="field date-field"><label for="book-from">{t("book.from")}</label><DateInput id="book-from" value={filter.from} on_change={(from) => set({ from })} placeholder={t("date.form")} /></div>
      <div class="field date-field"><label for="book-to">{t("book.to")}</label><DateInput id="book-to" value={filter.to} on_change={(to) => set({ to })} placeholder={t("date.form")} /></div>
    </form>
  );
}
