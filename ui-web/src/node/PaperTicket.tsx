// An application that was accepted on paper while there was no power: the ticket's number and the time on it are typed off. The paper's time is
// hearsay to the department (never certain by itself), so it is sent beside the application and not as the time of acceptance.
import { offered } from "../api/offered";
import type { Finding } from "../api/types";
import { read_date } from "../base/dates";
import { useStore } from "../base/store";
import { type Key, useText } from "../i18n/i18n";
import { Field, described_by, is_invalid } from "../parts/Field";
import { DateInput, TextInput } from "../parts/inputs";
import type { Form, PaperTicket } from "../record/form";
import { office_of } from "../record/lists";
import { known_status } from "./status_poll";

/** "905", "9:05", "09.05" to "09:05"; undefined for what is no time of a day. */
export function read_hour(typed: string): string | undefined {
  const parts = /^(\d{1,2})[:.\s-]?(\d{2})$/.exec(typed.trim());
  if (!parts || Number(parts[1]) > 23 || Number(parts[2]) > 59) return undefined;
  return `${parts[1]!.padStart(2, "0")}:${parts[2]}`;
}

/** The wall clock of a time zone as RFC 3339 with its offset of that moment; without a zone, that of the PC. */
export function moment_in(zone: string | undefined, day: string, hour: string): string {
  const wall = Date.parse(`${day}T${hour}:00Z`);
  const offset = zone === undefined ? -new Date(`${day}T${hour}:00`).getTimezoneOffset() : offset_of(zone, wall);
  const size = Math.abs(offset);
  return `${day}T${hour}:00${offset < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
}

/** Minutes east of Greenwich at a wall clock reading (given as if it were UTC). */
function offset_of(zone: string, wall_ms: number): number {
  const at = (utc_ms: number) => {
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).formatToParts(utc_ms);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return Math.round((Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")) - utc_ms) / 60000);
  };
  return at(wall_ms - at(wall_ms) * 60000);
}

export type PaperProblem = "number" | "day" | "hour";

/** The first thing on the paper ticket that is missing or cannot be read. */
export function paper_problem(form: Form): PaperProblem | undefined {
  if (!form.paper) return undefined;
  if (form.paper.number.trim() === "") return "number";
  if (!("iso" in read_date(form.paper.day))) return "day";
  return read_hour(form.paper.hour) === undefined ? "hour" : undefined;
}

export function paper_of_form(form: Form): { paper?: { number: string; accepted_at: string } } {
  const day = read_date(form.paper?.day ?? "");
  const hour = read_hour(form.paper?.hour ?? "");
  if (!form.paper || !("iso" in day) || hour === undefined) return {};
  const zone = (office_of(known_status.get().status?.office ?? "") as { time_zone?: string } | undefined)?.time_zone;
  return { paper: { number: form.paper.number.trim(), accepted_at: moment_in(zone, day.iso, hour) } };
}

interface SectionProps { paper: PaperTicket | undefined; tried: boolean; on_change: (paper: PaperTicket | undefined) => void }

export function PaperTicketSection(props: SectionProps) {
  const t = useText();
  const can = useStore(offered);
  const { paper } = props;
  if (!can.names("paper") && !paper) return null;
  const problem = props.tried && paper ? paper_problem({ paper } as Form) : undefined;
  const said = (name: PaperProblem): Finding[] => (problem === name ? [{ severity: "error", path: `paper.${name}`, code: "missing", message: t(`paper_ticket.wrong_${name}` as Key) }] : []);
  const common = (name: PaperProblem) => ({
    id: `f-paper-${name}`, value: paper?.[name] ?? "", on_change: (value: string) => paper && props.on_change({ ...paper, [name]: value }),
    described_by: described_by(`f-paper-${name}`, said(name)), invalid: is_invalid(said(name)),
  });
  return (
    <fieldset class="section">
      <legend><span class="number">8</span>{t("paper_ticket.title")}</legend>
      <label class="paper" for="f-paper-is">
        <input id="f-paper-is" type="checkbox" checked={paper !== undefined} onChange={(event) => props.on_change(event.currentTarget.checked ? { number: "", day: "", hour: "" } : undefined)} />
        <span>{t("paper_ticket.is")}</span>
      </label>
      {paper && (
        <>
          <div class="grid">
            <Field id="f-paper-number" label={t("paper_ticket.number")} findings={said("number")} wide={2}><TextInput {...common("number")} /></Field>
            <Field id="f-paper-day" label={t("paper_ticket.day")} findings={said("day")}><DateInput {...common("day")} placeholder={t("date.form")} /></Field>
            <Field id="f-paper-hour" label={t("paper_ticket.hour")} findings={said("hour")}><TextInput {...common("hour")} numeric max={5} placeholder="00:00" /></Field>
          </div>
          <p class="hint">{t("paper_ticket.hint")}</p>
        </>
      )}
    </fieldset>
  );
}
