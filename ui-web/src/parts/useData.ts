// Asking the daemon for something and showing it. The last answer stays on the screen while a newer one is on its way, and a
// change of language asks again, because the daemon's sentences (findings, reasons) come in the language of the question.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/client";
import { useStore } from "../base/store";
import { language } from "../i18n/i18n";

export interface Data<T> {
  value: T | undefined;
  error: ApiError | undefined;
  loading: boolean;
  reload: () => void;
}

export function useData<T>(ask: (signal: AbortSignal) => Promise<T>, depends: readonly unknown[]): Data<T> {
  const chosen = useStore(language);
  const [round, set_round] = useState(0);
  const [state, set_state] = useState<Omit<Data<T>, "reload">>({ value: undefined, error: undefined, loading: true });
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const ending = new AbortController();
    set_state((before) => ({ ...before, loading: true }));
    latest.current(ending.signal).then(
      (value) => !ending.signal.aborted && set_state({ value, error: undefined, loading: false }),
      (fault: unknown) => {
        if (ending.signal.aborted) return;
        const error = fault instanceof ApiError ? fault : new ApiError(0, "unreadable_answer", String(fault));
        set_state((before) => ({ ...before, error, loading: false }));
      },
    );
    return () => ending.abort();
  }, [...depends, chosen, round]);
  return { ...state, reload: useCallback(() => set_round((n) => n + 1), []) };
}
