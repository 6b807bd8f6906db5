// The counts that the daemon gives after reading a bundle, in words: its own sentence first, then each count
// that is not nothing.
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
  const sentence = typeof props.summary["text"] === "string" ? props.summary["text"] : "";
  const rows = Object.entries(props.summary).flatMap(([name, value]) => {
    const key = kCounts[name];
    return key && typeof value === "number" && value > 0 ? [{ name, text: t.count(key, value) }] : [];
  });
  if (rows.length === 0) return <p>{sentence || t("stick.nothing_new")}</p>;
  return (
    <>
      {sentence && <p>{sentence}</p>}
      <ul class="plain-list">{rows.map((row) => <li key={row.name}>{row.text}</li>)}</ul>
    </>
  );
}
