// A question that must be answered before the work goes on. Keeps the focus inside, gives it back when closed; Escape is "no".
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { move_focus } from "./form_keys";

interface DialogProps {
  title: string;
  on_close?: (() => void) | undefined;
  alert?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}

const kFocusable = "button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), a[href]";
let opened = 0;

/** As in the form: Enter goes to the next field, Ctrl+Enter does what the dialog is for. A form of its own (the login) keeps its Enter. */
function on_enter_in_dialog(event: KeyboardEvent, box: HTMLElement | null): void {
  const target = event.target as HTMLElement;
  if (!box || target.closest("form") || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    box.querySelector<HTMLButtonElement>(".choice button.primary:not(:disabled), .choice button.bad:not(:disabled), .choice button.warn:not(:disabled)")?.click();
  } else if (/^(INPUT|SELECT)$/.test(target.tagName)) {
    event.preventDefault();
    move_focus(box, event.shiftKey ? -1 : 1);
  }
}

export function Dialog(props: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  const title_id = useRef(`dialog-${++opened}`).current;
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const first = box.current?.querySelector<HTMLElement>("[data-first]") ?? box.current?.querySelector<HTMLElement>(kFocusable);
    (first ?? box.current)?.focus();
    return () => before?.focus?.();
  }, []);
  const on_key = (event: KeyboardEvent) => {
    event.stopPropagation(); // keys of the page beneath are asleep
    if (event.key === "Escape" && props.on_close) {
      event.preventDefault();
      return props.on_close();
    }
    if (event.key === "Enter") return on_enter_in_dialog(event, box.current);
    if (event.key !== "Tab") return;
    const stops = Array.from(box.current?.querySelectorAll<HTMLElement>(kFocusable) ?? []);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (event.shiftKey && document.activeElement === first) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first?.focus();
    }
  };
  return (
    <div class="veil">
      <div
        ref={box}
        class={props.wide ? "dialog dialog-wide" : "dialog"}
        role={props.alert ? "alertdialog" : "dialog"}
        aria-modal="true"
        aria-labelledby={title_id}
        tabIndex={-1}
        onKeyDown={on_key}
      >
        <h2 id={title_id}>{props.title}</h2>
        {props.children}
      </div>
    </div>
  );
}
