// Inputs of one value: text, date, choice of a few. Each tells when it was left, which is when a draft is saved at once.
import { useState } from "preact/hooks";
import { type Precision, read_date, show_date } from "../base/dates";
import type { Option } from "../base/fold";

export interface InputProps {
  id: string;
  value: string;
  on_change: (value: string) => void;
  on_leave?: () => void;
  disabled?: boolean;
  described_by?: string | undefined;
  invalid?: boolean;
}

export interface TextInputProps extends InputProps {
  type?: "text" | "search" | "tel" | "password";
  upper?: boolean;
  max?: number;
  autocomplete?: string;
  numeric?: boolean;
  placeholder?: string;
}

export function TextInput(props: TextInputProps) {
  return (
    <input
      id={props.id}
      type={props.type ?? "text"}
      class={props.upper ? "upper" : undefined}
      inputMode={props.numeric ? "numeric" : undefined}
      autocomplete={props.autocomplete ?? "off"}
      spellcheck={false}
      maxLength={props.max ?? 200}
      disabled={props.disabled}
      placeholder={props.placeholder}
      aria-describedby={props.described_by}
      aria-invalid={props.invalid || undefined}
      value={props.value}
      onInput={(event) => props.on_change(props.upper ? event.currentTarget.value.toUpperCase() : event.currentTarget.value)}
      onBlur={() => props.on_leave?.()}
    />
  );
}

/** Holds what was typed while it has the focus, and shows it as DD.MM.YYYY once it is left and can be read. */
export function DateInput(props: InputProps & { precision?: Precision; placeholder?: string }) {
  const [entered, set_entered] = useState(false);
  const date = read_date(props.value, props.precision);
  const shown = !entered && "iso" in date ? show_date(date.iso) : props.value;
  return (
    <input
      id={props.id}
      type="text"
      class="date"
      inputMode="numeric"
      autocomplete="off"
      maxLength={10}
      placeholder={props.placeholder}
      disabled={props.disabled}
      aria-describedby={props.described_by}
      aria-invalid={props.invalid || undefined}
      value={shown}
      onFocus={() => set_entered(true)}
      onInput={(event) => props.on_change(event.currentTarget.value)}
      onBlur={() => {
        set_entered(false);
        if ("iso" in date) props.on_change(show_date(date.iso));
        props.on_leave?.();
      }}
    />
  );
}

export function Select(props: InputProps & { options: readonly Option[]; empty?: string }) {
  return (
    <select
      id={props.id}
      disabled={props.disabled}
      aria-describedby={props.described_by}
      aria-invalid={props.invalid || undefined}
      value={props.value}
      onChange={(event) => props.on_change(event.currentTarget.value)}
      onBlur={() => props.on_leave?.()}
    >
      {props.empty !== undefined && <option value="">{props.empty}</option>}
      {props.options.map((option) => (
        <option key={option.code} value={option.code}>{option.label}</option>
      ))}
    </select>
  );
}

export function TextArea(props: InputProps & { rows?: number; max?: number; mono?: boolean }) {
  return (
    <textarea
      id={props.id}
      class={props.mono ? "mono" : undefined}
      rows={props.rows ?? 3}
      maxLength={props.max ?? 2000}
      spellcheck={false}
      autocomplete="off"
      disabled={props.disabled}
      aria-describedby={props.described_by}
      aria-invalid={props.invalid || undefined}
      value={props.value}
      onInput={(event) => props.on_change(event.currentTarget.value)}
      onBlur={() => props.on_leave?.()}
    />
  );
}
