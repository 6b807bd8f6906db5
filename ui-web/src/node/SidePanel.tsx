// Beside the form, always in sight: was there a first application, what is missing, is the draft safe; and the button that accepts.
import type { Finding } from "../api/types";
import { address_of } from "../base/router";
import { type Key, useText } from "../i18n/i18n";
import type { Form } from "../record/form";
import { DraftMark } from "./Drafts";
import { FirstFacts, horizon_sentence } from "./FirstQuestion";
import { field_id } from "./ApplicationFields";
import type { DraftKeeper } from "./draft_keeper";
import { can_copy_family } from "./family";
import { known_status } from "./status_poll";
import { useStore } from "../base/store";
import type { Checked } from "./use_check";

interface SidePanelProps {
  form: Form;
  checked: Checked;
  findings: Map<string, Finding[]>;
  untouched: boolean;
  keeper: DraftKeeper;
  busy: boolean;
  on_accept: () => void;
  on_discard: () => void;
}

export function SidePanel(props: SidePanelProps) {
  const t = useText();
  return (
    <aside class="side" aria-label={t("side.title")}>
      <FirstCheck {...props} />
      <Missing {...props} />
      <Trouble findings={props.findings} />
      <div class="side-act">
        <button
          type="button"
          id="accept"
          data-stop="1"
          class="primary big"
          disabled={props.busy || props.untouched}
          onClick={props.on_accept}
        >
          {t("accept")} <kbd>Ctrl+Enter</kbd>
        </button>
        <div class="side-row">
          <DraftMark keeper={props.keeper} />
          <button type="button" class="quiet" disabled={props.untouched} onClick={props.on_discard}>{t("discard")}</button>
        </div>
        {!props.untouched && <p><a id="print-typed" href={address_of("forms", "typed", props.keeper.slot)}>{t("forms.link")}</a></p>}
        <p class="keys">{t("keys.form")}{can_copy_family() && <> · {t("keys.family")}</>}</p>
      </div>
    </aside>
  );
}

function FirstCheck(props: SidePanelProps) {
  const t = useText();
  const { check, failed, current } = props.checked;
  const fallback = useStore(known_status).status?.index ?? null;
  const hits = check?.hits ?? [];
  const searched = props.form.fields["document.number"].trim() !== "" && props.form.fields["document.issuing_state"] !== "";
  const tone = failed ? "warn" : hits.length > 0 ? "bad" : searched && check ? "good" : "plain";
  return (
    <section class={`box box-${tone}`} id="first-check" tabIndex={-1} aria-live="polite" aria-busy={!current && !props.untouched}>
      <h2>{t("first.heading")} <span class="clause">{t("clause").split("|")[0]!.replace("#", "15")}</span></h2>
      {failed && <p>{t("first.failed")}</p>}
      {!failed && hits.length === 0 && <p>{t(searched && check ? "first.no_hit" : "first.not_yet")}</p>}
      {hits.map((hit) => <FirstFacts key={hit.ticket_number} first={hit} />)}
      {hits.length > 0 && <p>{t("first.question_follows")}</p>}
      <p class="hint">{horizon_sentence(check?.horizon ?? fallback, t, Date.now(), 2)}</p>
    </section>
  );
}

function Missing(props: SidePanelProps) {
  const t = useText();
  const checklist = props.checked.check?.checklist ?? [];
  if (checklist.length === 0) return null;
  const missing = checklist.filter((paper) => !props.form.documents.includes(paper));
  return (
    <section class={missing.length > 0 ? "box box-warn" : "box box-good"}>
      <h2>{t("papers.title")} {checklist.length - missing.length}/{checklist.length}</h2>
      {missing.length > 0 ? (
        <>
          <ul class="plain-list">{missing.map((paper) => <li key={paper}>{t.code("paper", paper)}</li>)}</ul>
          <p class="hint">{t("papers.ticket_possible")}</p>
        </>
      ) : <p>{t("papers.complete")}</p>}
    </section>
  );
}

function Trouble(props: { findings: Map<string, Finding[]> }) {
  const t = useText();
  const all = [...props.findings.entries()].flatMap(([path, findings]) => findings.map((finding) => ({ path, finding })));
  const serious = all.filter(({ finding }) => finding.severity !== "notice");
  if (serious.length === 0) return null;
  return (
    <section class="box box-plain" aria-live="polite">
      <h2>{t.count("findings", serious.length)}</h2>
      <ul class="plain-list trouble">
        {serious.map(({ path, finding }) => (
          <li key={path + finding.code} class={`said-${finding.severity}`}>
            {path === "" ? finding.message : (
              <button type="button" class="link" onClick={() => document.getElementById(path === "documents" ? "paper-identity_document" : field_id(path))?.focus()}>
                {path === "documents" ? t("section.documents") : t(`field.${path}` as Key)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
