// Drafts that wait at the node: of this clerk, one per application that was begun and not finished.
import { useEffect, useState } from "preact/hooks";
import * as calls from "../api/calls";
import type { Draft } from "../api/types";
import { address_of } from "../base/router";
import { show_hour } from "../base/dates";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { Dialog } from "../parts/Dialog";
import { form_of_draft } from "../record/form";
import type { DraftKeeper } from "./draft_keeper";

export function DraftStrip(props: { slot: string }) {
  const t = useText();
  const [drafts, set_drafts] = useState<Draft[]>([]);
  useEffect(() => {
    void calls.drafts().then(set_drafts, () => undefined);
  }, [props.slot]);
  const others = drafts.filter((draft) => draft.slot !== props.slot);
  if (others.length === 0) return null;
  return (
    <nav class="drafts" aria-label={t("drafts.title")}>
      <span>{t("drafts.title")}</span>
      {others.slice(0, 8).map((draft) => (
        <a key={draft.slot} href={address_of("new", draft.slot)}>{draft_name(draft) || t("drafts.unnamed")} <small>{show_hour(draft.saved_at)}</small></a>
      ))}
    </nav>
  );
}

function draft_name(draft: Draft): string {
  const fields = form_of_draft(draft.body)?.fields;
  return fields ? [fields["applicant.surname"], fields["applicant.given_names"]].join(" ").trim() || fields["document.number"] : "";
}

export function DraftMark(props: { keeper: DraftKeeper }) {
  const t = useText();
  const state = useStore(props.keeper.state);
  const two = (value: number) => String(value).padStart(2, "0");
  const at = state.kind === "saved" ? `${two(state.at.getHours())}:${two(state.at.getMinutes())}:${two(state.at.getSeconds())}` : "";
  return <span class={`draft-mark draft-${state.kind}`} role="status">{t(`draft.${state.kind}`, { at })}</span>;
}

export function Discard(props: { on_yes: () => void; on_no: () => void }) {
  const t = useText();
  return (
    <Dialog title={t("discard.title")} alert on_close={props.on_no}>
      <p>{t("discard.text")}</p>
      <div class="choice">
        <button type="button" data-first="1" onClick={props.on_no}>{t("discard.no")}</button>
        <button type="button" class="bad" onClick={props.on_yes}>{t("discard.yes")}</button>
      </div>
    </Dialog>
  );
}
