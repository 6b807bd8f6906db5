// The counts that the daemon gives after reading a bundle, in words. Counts that this page does not know by name are still shown.
import { type CountKey, useText } from "../i18n/i18n";

const kCounts: Record<string, CountKey> = {
  receipts: "summary.receipts", held: "summary.held", verdicts: "summary.verdicts", index: "summary.index", index_entries: "summary.index",
  entries: "summary.entries", entries_admitted: "summary.entries", applied: "summary.entries", accepted: "summary.entries", admitted: "summary.entries", already_held: "summary.already", already_had: "summary.already",
  quarantined: "summary.quarantined", refused: "summary.refused", rules: "summary.rules",
};

export function read_summary(answer: unknown): Record<string, unknown> {
  const summary = (answer as { summary?: unknown } | null)?.summary ?? answer;
  return summary !== null && typeof summary === "object" ? (summary as Record<string, unknown>) : {};
}

export function SummaryList(props: { summary: Record<string, unknown> }) {
  const t = useText();
  const rows = Object.entries(props.summary).flatMap(([name, value]) => {
    if (typeof value === "number") {
      const key = kCounts[name];
      return [{ name, text: key ? t.count(key, value) : `${t.code("detail", name)}: ${value}` }];
    }
    return typeof value === "string" && value !== "" ? [{ name, text: `${t.code("detail", name)}: ${value}` }] : [];
  });
  if (rows.length === 0) return <p>{t("stick.nothing_new")}</p>;
  return <ul class="plain-list">{rows.map((row) => <li key={row.name}>{row.text}</li>)}</ul>;
}
