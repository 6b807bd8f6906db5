// A field that is filled by typing a part of a name (kk, ru or Latin) or a code; a combobox with a list, after ARIA 1.2.
//
// The value is the code. What is typed stays as typed until an option is taken (Enter, Tab, or a click); leaving the field takes the
// option that stands highlighted if something was typed, so that a clerk who types "tur" and goes on has chosen Turkey.
// With `free_text` a text that is no option is kept as the value.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Option, filter_options, rank } from "../base/fold";

const kShownOptions = 40;

/** Free text is a listed option only when it is its code or the beginning of its only match. */
function exact_option(found: readonly Option[], typed: string): Option | undefined {
  return found.find((option) => rank(option, typed) === 0) ?? (found.length === 1 ? found[0] : undefined);
}

interface PickListProps {
  id: string;
  value: string;
  options: readonly Option[];
  on_change: (code: string) => void;
  on_leave?: () => void;
  free_text?: boolean;
  disabled?: boolean;
  described_by?: string | undefined;
  invalid?: boolean;
  show_code?: boolean;
}

export function PickList(props: PickListProps) {
  const chosen = props.options.find((option) => option.code === props.value);
  const shown = chosen ? (props.show_code ? `${chosen.label} · ${chosen.code}` : chosen.label) : props.value;
  // What was typed since the field was entered; undefined: nothing, the chosen option is shown.
  const [typed, set_typed] = useState<string | undefined>(undefined);
  // The arrows moved the highlight: that is a choice, as typing is.
  const [moved, set_moved] = useState(false);
  const [open, set_open] = useState(false);
  const [place, set_place] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const found = useMemo(() => filter_options(props.options, typed ?? "", typed ? kShownOptions : props.options.length), [props.options, typed]);
  const list_id = `${props.id}-list`;
  const highlighted = open ? found[place] : undefined;

  useEffect(() => {
    if (open) list.current?.children[place]?.scrollIntoView({ block: "nearest" });
  }, [place, open]);

  const close = () => {
    set_typed(undefined);
    set_moved(false);
    set_open(false);
    set_place(0);
  };
  const settle = () => {
    if (moved || (typed !== undefined && typed.trim() !== "")) {
      const option = moved ? highlighted : props.free_text ? exact_option(found, typed!) : found[0];
      if (option) props.on_change(option.code);
      else if (props.free_text) props.on_change(typed!.trim());
    } else if (typed !== undefined) props.on_change("");
    close();
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        set_place(Math.max(0, found.findIndex((option) => option.code === props.value)));
        return set_open(true);
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length > 0) set_place((place + step + found.length) % found.length);
      set_moved(true);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && open) {
      settle(); // the form's own handler moves on after this
    }
  };
  return (
    <div class="pick">
      <input
        id={props.id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={list_id}
        aria-activedescendant={highlighted ? `${list_id}-${place}` : undefined}
        aria-describedby={props.described_by}
        aria-invalid={props.invalid || undefined}
        disabled={props.disabled}
        value={typed ?? shown}
        onInput={(event) => {
          set_typed(event.currentTarget.value);
          set_moved(false);
          set_place(0);
          set_open(true);
        }}
        onKeyDown={on_key}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => set_open(true)}
        onBlur={() => {
          settle();
          props.on_leave?.();
        }}
      />
      <ul id={list_id} ref={list} role="listbox" class="pick-list" hidden={!open || found.length === 0} aria-labelledby={`${props.id}-label`}>
        {open &&
          found.map((option, at) => (
            <li
              id={`${list_id}-${at}`}
              key={option.code}
              role="option"
              aria-selected={at === place}
              // The input keeps the focus, so that leaving it does not take another option first.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                props.on_change(option.code);
                close();
              }}
            >
              <span>{option.label}</span>
              {props.show_code && <span class="code">{option.code}</span>}
            </li>
          ))}
      </ul>
    </div>
  );
}
