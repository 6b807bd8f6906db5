// Annex 5 for any period: the columns as the annex has them, and behind each figure the records that it was counted from, so that nobody has to
// believe it. At the hub for the whole department or one office.
import { useState } from "preact/hooks";
import { type IndicatorRow, type Period, indicator_records, indicators, indicators_csv } from "../api/review";
import { show_date, show_moment, read_date } from "../base/dates";
import { add_days, month_of, today, year_of } from "../base/period";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { type Text, useText } from "../i18n/i18n";
import { Field, show_clause } from "../parts/Field";
import { Failure } from "../parts/Notice";
import { received, save_file } from "../parts/bundle";
import { DateInput, Select } from "../parts/inputs";
import { useData } from "../parts/useData";
import { office_name, office_options, offices } from "../record/lists";

/** "98.4 %"; a dash where there was nothing to count. */
export function show_percent(value: number | string | null | undefined): string {
  if (value === null || value === undefined || value === "") return "—";
  return `${typeof value === "number" ? Math.round(value * 100) / 100 : value} %`;
}

/** "3.1" and "3.2" stand under the annex's heading 3. */
export function groups_of(rows: readonly IndicatorRow[]): [string, IndicatorRow[]][] {
  const groups = new Map<string, IndicatorRow[]>();
  for (const row of rows) groups.set(row.code.split(".")[0]!, [...(groups.get(row.code.split(".")[0]!) ?? []), row]);
  return [...groups];
}

export function IndicatorsPage(props: { at_hub?: boolean; department: string; own: string }) {
  const t = useText();
  const [period, set_period] = useState<Period>(() => month_of(today()));
  const [open, set_open] = useState<string | undefined>(undefined);
  const [failure, set_failure] = useState<unknown>(undefined);
  const data = useData((signal) => indicators(period, signal), [period]);
  const rows = data.value?.rows ?? [];
  const save = async () => {
    set_failure(undefined);
    try {
      save_file(await received(await indicators_csv(period)));
    } catch (error) {
      set_failure(error);
    }
  };
  const through = add_days(period.until, -1);
  const whose = props.at_hub ? (period.office ? office_name(period.office) : t("review.all_offices")) : office_name(props.own);
  return (
    <div class="page-wide report">
      <div class="page-head"><h1>{t("indicators.title")}</h1></div>
      <PeriodBar period={period} on_change={(next) => { set_period(next); set_open(undefined); }} at_hub={props.at_hub === true} department={props.department} />
      <p class="lead">{whose} · {show_date(period.from)} – {show_date(through)}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {failure !== undefined && <Failure error={failure} />}
      <div class="table-frame" role="region" aria-label={t("indicators.title")} tabIndex={0}>
        <table class="list annex5" id="indicators" aria-busy={data.loading}>
          <thead><tr><th>{t("indicators.name")}</th><th class="right">{t("indicators.normative")}</th><th class="right">{t("indicators.next_year")}</th><th class="right">{t("indicators.current")}</th></tr></thead>
          {groups_of(rows).map(([group, members]) => (
            <tbody key={group}>
              <tr><th colSpan={4} scope="rowgroup">{t.code("indicator_group", group)}</th></tr>
              {members.map((row) => <Row key={row.code} row={row} open={open === row.code} on_open={() => set_open(open === row.code ? undefined : row.code)} t={t} />)}
            </tbody>
          ))}
        </table>
      </div>
      <div class="choice no-print">
        <button type="button" id="indicators-csv" onClick={() => void save()}>{t("indicators.csv")}</button>
        <button type="button" onClick={() => window.print()}>{t("indicators.print")}</button>
      </div>
      <p class="hint">{t("indicators.targets")}</p>
      {open !== undefined && <Records key={`${open} ${period.from} ${period.until} ${period.office ?? ""}`} code={open} period={period} name={rows.find((row) => row.code === open)?.name ?? open} />}
    </div>
  );
}

function PeriodBar(props: { period: Period; on_change: (period: Period) => void; at_hub: boolean; department: string }) {
  const t = useText();
  const { period } = props;
  const list = useStore(offices).filter((each) => props.department === "" || each.code.startsWith(props.department));
  const [from, set_from] = useState(show_date(period.from));
  const [through, set_through] = useState(show_date(add_days(period.until, -1)));
  const keep = (days: { from: string; until: string }) => {
    set_from(show_date(days.from));
    set_through(show_date(add_days(days.until, -1)));
    props.on_change({ ...days, ...(period.office ? { office: period.office } : {}) });
  };
  const typed = (first: string, last: string) => {
    const [begin, end] = [read_date(first), read_date(last)];
    if ("iso" in begin && "iso" in end && begin.iso <= end.iso) props.on_change({ from: begin.iso, until: add_days(end.iso, 1), ...(period.office ? { office: period.office } : {}) });
  };
  return (
    <div class="period-bar no-print">
      <button type="button" id="month-before" aria-label={t("indicators.month_before")} onClick={() => keep(month_of(period.from, -1))}>◀</button>
      <Field id="period-from" label={t("book.from")}><DateInput id="period-from" value={from} on_change={(value) => { set_from(value); typed(value, through); }} placeholder={t("date.form")} /></Field>
      <Field id="period-through" label={t("book.to")}><DateInput id="period-through" value={through} on_change={(value) => { set_through(value); typed(from, value); }} placeholder={t("date.form")} /></Field>
      <button type="button" id="month-after" aria-label={t("indicators.month_after")} onClick={() => keep(month_of(period.from, 1))}>▶</button>
      <button type="button" onClick={() => keep(month_of(today()))}>{t("indicators.this_month")}</button>
      <button type="button" onClick={() => keep(year_of(today()))}>{t("indicators.this_year")}</button>
      {props.at_hub && (
        <Field id="period-office" label={t("book.office")}>
          <Select id="period-office" value={period.office ?? ""} on_change={(office) => { const { office: _, ...days } = period; props.on_change(office === "" ? days : { ...days, office }); }} options={office_options(list)} empty={t("review.all_offices")} />
        </Field>
      )}
    </div>
  );
}

function Row(props: { row: IndicatorRow; open: boolean; on_open: () => void; t: Text }) {
  const { row, t } = props;
  return (
    <tr>
      <td><b>{row.name}</b><br /><span class="hint">{row.clause && `${show_clause(row.clause, t("clause"))} · `}{row.definition}</span></td>
      <td class="right nowrap">{show_percent(row.normative)}</td>
      <td class="right nowrap">{show_percent(row.next_year)}</td>
      <td class="right nowrap">
        <button type="button" class="link strong" id={`figure-${row.code.replace(".", "-")}`} aria-expanded={props.open} title={t("indicators.open")} onClick={props.on_open}>{show_percent(row.percent)}</button>
        <br /><span class="hint">{row.count ?? "—"} / {row.of ?? "—"}</span>
      </td>
    </tr>
  );
}

/** Every figure can be traced: what was looked at, whether it counted, and why. */
function Records(props: { code: string; period: Period; name: string }) {
  const t = useText();
  const [cursors, set_cursors] = useState<(string | null)[]>([null]);
  const cursor = cursors[cursors.length - 1] ?? null;
  const data = useData((signal) => indicator_records(props.code, props.period, cursor, signal), [cursor]);
  const link = (kind: string, id: string) => (kind === "application" ? address_of("application", id) : kind === "complaint" ? address_of("complaints", id) : undefined);
  return (
    <section class="box no-print" id="indicator-records" aria-label={t("indicators.records")}>
      <h2>{t("indicators.records")}: {props.name}</h2>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {data.value && data.value.items.length === 0 && <p>{t("indicators.no_records")}</p>}
      <div class="table-frame" role="region" aria-label={props.name} tabIndex={0}>
        <table class="list">
          <thead><tr><th>{t("indicators.counted")}</th><th>{t("indicators.record")}</th><th>{t("indicators.at")}</th><th>{t("indicators.why")}</th></tr></thead>
          <tbody>
            {data.value?.items.map((item) => {
              const to = link(item.kind, item.id);
              return (
                <tr key={item.kind + item.id}>
                  <td><span aria-hidden="true">{item.counted ? "✓" : "✕"}</span> {t(item.counted ? "yes" : "no")}</td>
                  <td>{t.code("indicator_kind", item.kind)} {to ? <a class="mono" href={to}>{item.label}</a> : <span class="mono">{item.label}</span>}</td>
                  <td class="nowrap">{show_moment(item.at)}</td>
                  <td>{item.why}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div class="choice">
        {cursors.length > 1 && <button type="button" onClick={() => set_cursors(cursors.slice(0, -1))}>{t("back")}</button>}
        {data.value?.next && <button type="button" onClick={() => set_cursors([...cursors, data.value?.next ?? null])}>{t("book.more")}</button>}
      </div>
    </section>
  );
}
