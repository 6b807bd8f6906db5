// One labelled field with what is said about it. The label is always visible text; findings are tied to the field for screen
// readers and carry a sign besides their colour. Findings of the daemon name their clause of the standard.
import type { ComponentChildren } from "preact";
import type { Finding } from "../api/types";
import { useText } from "../i18n/i18n";

const kSigns = { error: "✕", warning: "!", notice: "i" } as const;

export interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  findings?: readonly Finding[];
  wide?: 1 | 2 | 3 | 4;
  children: ComponentChildren;
}

export function described_by(id: string, findings: readonly Finding[] = []): string | undefined {
  return findings.length > 0 ? `${id}-said` : undefined;
}

export function is_invalid(findings: readonly Finding[] = []): boolean {
  return findings.some((finding) => finding.severity === "error");
}

export function Field(props: FieldProps) {
  const findings = props.findings ?? [];
  const worst = findings.some((finding) => finding.severity === "error")
    ? "error"
    : findings.some((finding) => finding.severity === "warning")
      ? "warning"
      : findings.length > 0
        ? "notice"
        : "none";
  return (
    <div class={`field wide-${props.wide ?? 1} says-${worst}`}>
      <label for={props.id} id={`${props.id}-label`}>
        {props.label}
        {props.hint && <span class="hint"> {props.hint}</span>}
      </label>
      {props.children}
      {findings.length > 0 && <Said id={`${props.id}-said`} findings={findings} />}
    </div>
  );
}

export function Said(props: { id?: string; findings: readonly Finding[] }) {
  const t = useText();
  return (
    <ul class="said" id={props.id}>
      {props.findings.map((finding) => (
        <li key={finding.path + finding.code} class={`said-${finding.severity}`}>
          <span class="sign" aria-hidden="true">{kSigns[finding.severity]}</span>
          <span class="visually-hidden">{t(`severity.${finding.severity}`)}: </span>
          {finding.message}
          {finding.clause && <span class="clause"> {show_clause(finding.clause, t("clause"))}</span>}
        </li>
      ))}
    </ul>
  );
}

/** "cl. 11" of the daemon in the language of the screen; annexes likewise. */
export function show_clause(clause: string, words: string): string {
  const [clause_word, annex_word] = words.split("|") as [string, string];
  return clause
    .replace(/\bcl\.\s*([\d.]+(?:,\s*[\d.]+)*)/g, (_, number: string) => clause_word.replace("#", number))
    .replace(/\bAnnex\s+(\d+)/g, (_, number: string) => annex_word.replace("#", number));
}
