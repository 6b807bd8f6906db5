// The machine readable zone: typed, pasted or scanned lines go to the daemon, which reads them field by field. A wrong check digit
// marks its own field and the rest is kept; a suggestion that would make it right can be taken with one key.
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { Mrz } from "../api/types";
import { lines_of } from "../base/burst";
import { show_date } from "../base/dates";
import { type Key, useText } from "../i18n/i18n";
import { sentence_of } from "../parts/Notice";
import type { FieldPath } from "../record/form";

export interface MrzFill { values: Partial<Record<FieldPath, string>>; mrz: Mrz }

/** Which field of the form a field of the zone fills: a visa's zone says nothing about the passport. */
export function fill_of(mrz: Mrz): Partial<Record<FieldPath, string>> {
  const { fields } = mrz;
  const values: Partial<Record<FieldPath, string>> = {};
  const set = (path: FieldPath, value: string | null | undefined) => {
    if (value) values[path] = value;
  };
  set("applicant.surname", fields["surname"]);
  set("applicant.given_names", fields["given_names"]);
  set("applicant.citizenship", fields["nationality"]);
  set("applicant.birth_date", show_date(fields["birth_date"]));
  set("applicant.sex", fields["sex"]);
  if (mrz.format.startsWith("MRV")) {
    set("visa.number", fields["number"]);
    set("visa.valid_until", show_date(fields["expires"]));
    return values;
  }
  set("document.issuing_state", fields["issuing_state"]);
  set("document.number", fields["number"]);
  set("document.expires", show_date(fields["expires"]));
  set("document.type", /^P/.test(fields["document_code"] ?? "") ? "passport" : "identity_card");
  return values;
}

const kMrzFields: Record<string, FieldPath> = {
  number: "document.number", surname: "applicant.surname", name: "applicant.surname", given_names: "applicant.given_names",
  nationality: "applicant.citizenship", birth_date: "applicant.birth_date", sex: "applicant.sex", expires: "document.expires", issuing_state: "document.issuing_state",
};

interface MrzPanelProps {
  text: string;
  on_text: (text: string) => void;
  result: Mrz | undefined;
  failure: unknown;
  busy: boolean;
  on_read: (lines: string[]) => void;
  on_take: (path: FieldPath, value: string) => void;
}

export function MrzPanel(props: MrzPanelProps) {
  const t = useText();
  const lines = lines_of(props.text);
  return (
    <section class="mrz" aria-label={t("mrz.title")}>
      <label for="mrz-lines">{t("mrz.title")} <kbd>F2</kbd></label>
      <textarea
        id="mrz-lines"
        class="mono upper"
        rows={2}
        spellcheck={false}
        autocomplete="off"
        maxLength={300}
        placeholder={t("mrz.hint")}
        value={props.text}
        onInput={(event) => props.on_text(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey) return;
          // One complete line asks for the next; a complete zone is read.
          event.stopPropagation();
          const complete = lines_of(props.text);
          if (complete.length < 2) return;
          event.preventDefault();
          props.on_read(complete);
        }}
      />
      <button type="button" disabled={props.busy || lines.length < 2} onClick={() => props.on_read(lines)}>{t("mrz.read")}</button>
      <div class="mrz-result" aria-live="polite">
        {props.failure !== undefined && <span class="bad">✕ {sentence_of(props.failure, t)}</span>}
        {props.result && (
          <span class={props.result.valid ? "good" : "warn"}>
            {props.result.valid ? "✓" : "!"} {props.result.format} · {t(props.result.valid ? "mrz.valid" : "mrz.doubtful")}
          </span>
        )}
        {props.result?.findings.map((finding) => {
          const path = kMrzFields[finding.field];
          return (
            <span key={finding.field + finding.code} class="mrz-finding">
              {path ? t(`field.${path}` as Key) + ": " : ""}{finding.message}
              {finding.suggestion && path && (
                <button type="button" class="quiet" onClick={() => props.on_take(path, finding.suggestion!)}>{t("mrz.take", { value: finding.suggestion })}</button>
              )}
            </span>
          );
        })}
      </div>
    </section>
  );
}

/** State of the panel, kept apart from its drawing. */
export function useMrz(on_fill: (fill: MrzFill, lines: string[]) => void) {
  const [text, set_text] = useState("");
  const [result, set_result] = useState<Mrz | undefined>(undefined);
  const [failure, set_failure] = useState<unknown>(undefined);
  const [busy, set_busy] = useState(false);
  const read = async (lines: string[]) => {
    set_text(lines.join("\n"));
    set_busy(true);
    set_failure(undefined);
    try {
      const mrz = await calls.mrz(lines);
      set_result(mrz);
      on_fill({ values: fill_of(mrz), mrz }, lines);
    } catch (error) {
      set_result(undefined);
      set_failure(error);
    }
    set_busy(false);
  };
  const clear = () => {
    set_text("");
    set_result(undefined);
    set_failure(undefined);
  };
  return { text, set_text, result, failure, busy, read, clear };
}
