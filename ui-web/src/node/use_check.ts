// Asks the daemon what it thinks of the application while it is being typed: findings, checklist, first-application hits. One
// question at a time, half a second after the last key; an answer to an older text is thrown away.
import { useEffect, useRef, useState } from "preact/hooks";
import * as calls from "../api/calls";
import { ApiError } from "../api/client";
import type { Check } from "../api/types";
import { useStore } from "../base/store";
import { language } from "../i18n/i18n";
import { type Form, body_of_form } from "../record/form";

const kQuiet_ms = 500;

export interface Checked { check: Check | undefined; failed: boolean; /** The answer belongs to what stands on the screen. */ current: boolean }

export function useCheck(form: Form, wanted: boolean): Checked {
  const chosen = useStore(language);
  const [state, set_state] = useState<Checked>({ check: undefined, failed: false, current: false });
  const round = useRef(0);
  useEffect(() => {
    const mine = ++round.current;
    set_state((before) => ({ ...before, current: false }));
    if (!wanted) return;
    const timer = setTimeout(() => {
      ask(form).then(
        (check) => mine === round.current && set_state({ check, failed: false, current: true }),
        () => mine === round.current && set_state((before) => ({ ...before, failed: true })),
      );
    }, kQuiet_ms);
    return () => clearTimeout(timer);
  }, [form, chosen, wanted]);
  return state;
}

async function ask(form: Form): Promise<Check> {
  try {
    return await calls.check(body_of_form(form).body);
  } catch (error) {
    // A body that the daemon cannot use at all is answered like an acceptance: with findings.
    if (error instanceof ApiError && error.status === 422)
      return { findings: error.fields.map((field) => ({ severity: "error", ...field })), checklist: [], missing: [], hits: [], horizon: null };
    throw error;
  }
}
