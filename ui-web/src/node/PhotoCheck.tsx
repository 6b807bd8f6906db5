// cl. 11: one photo of 35x45 mm for a stay over six months. A scanned file's size is judged by the node; the face is compared by the officer,
// and the file is not kept.
import { useRef, useState } from "preact/hooks";
import { type PhotoCheck, check_photo } from "../api/desk";
import { useText } from "../i18n/i18n";
import { Said } from "../parts/Field";
import { Failure } from "../parts/Notice";

type State = { kind: "still" | "checking" } | { kind: "checked"; name: string; check: PhotoCheck } | { kind: "failed"; error: unknown };

export function PhotoChecker() {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [state, set_state] = useState<State>({ kind: "still" });
  const look = async (file: File | undefined) => {
    if (!file) return;
    set_state({ kind: "checking" });
    try {
      set_state({ kind: "checked", name: file.name, check: await check_photo(file) });
    } catch (error) {
      set_state({ kind: "failed", error });
    }
    if (input.current) input.current.value = "";
  };
  return (
    <div class="photo-check" aria-live="polite">
      <label class="file file-small" for="photo-file">
        <span>{t("photo.check")}</span>
        <input id="photo-file" ref={input} type="file" accept="image/jpeg,image/png" onChange={(event) => void look(event.currentTarget.files?.[0])} />
      </label>
      {state.kind === "checking" && <p role="status">{t("photo.checking")}</p>}
      {state.kind === "failed" && <Failure error={state.error} brief />}
      {state.kind === "checked" && (
        <div id="photo-result">
          <p><span class="mono">{state.name}</span> · {t("photo.size", { width: state.check.width, height: state.check.height })}</p>
          {state.check.findings.length === 0 ? <p class="good">✓ {t("photo.fine")}</p> : <Said findings={state.check.findings} />}
          <p class="hint">{t("photo.note")}</p>
        </div>
      )}
    </div>
  );
}
