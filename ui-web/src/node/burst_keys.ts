// Ties the burst detector to the page of the form: remembers the form before a scanner's first key, takes that key's text out again once
// a burst is certain, and hands over the lines when the scanner falls silent.
import { useRef } from "preact/hooks";
import { BurstDetector, kBurstPause_ms } from "../base/burst";
import type { Form } from "../record/form";

interface BurstUse {
  form: () => Form;
  restore: (form: Form) => void;
  on_lines: (lines: string[]) => void;
}

/** Returns the handler for keydown in the capture phase; true means that the key belonged to the scanner. */
export function useBurst(use: BurstUse): (event: KeyboardEvent) => boolean {
  const detector = useRef(new BurstDetector()).current;
  const before = useRef<Form>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  return (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift" || event.key === "CapsLock") return false;
    const { state, started } = detector.push({ code: event.code, key: event.key, shift: event.shiftKey, time_ms: event.timeStamp });
    if (started) before.current = use.form();
    if (state === "idle") return false;
    if (state === "suspect") {
      if (event.key !== "Enter" && event.key !== "Tab") return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    }
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const lines = detector.lines();
      detector.reset();
      const start = before.current;
      // Leaving the field first: a pick-list would otherwise take the scanner's letters for a choice after the restoration.
      (document.activeElement as HTMLElement | null)?.blur();
      if (start) use.restore(start);
      use.on_lines(lines);
    }, kBurstPause_ms);
    return true;
  };
}
