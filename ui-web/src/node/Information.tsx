// The public page (cl. 3, 4, 8-11, 20-26): for a screen on the stand or a phone in the corridor, without a login.
import * as calls from "../api/calls";
import { offered } from "../api/offered";
import { address_of } from "../base/router";
import { useStore } from "../base/store";
import { useText } from "../i18n/i18n";
import { LanguageSwitch } from "../parts/LanguageSwitch";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { BasisPart, ComplaintsPart, HoursPart, MinistryPart, OfficeFacts, PapersPart, TermsPart, WhoFilesPart } from "../sheets/public_text";

export function Information(props: { logged_in: boolean }) {
  const t = useText();
  const can = useStore(offered);
  const data = useData((signal) => calls.information(signal), []);
  const information = data.value;
  return (
    <main class="information">
      <div class="information-top no-print">
        <a href={address_of(props.logged_in ? "new" : "")}>{t(props.logged_in ? "back" : "login.enter")}</a>
        <LanguageSwitch />
      </div>
      <h1>{t("information.title")}</h1>
      <p class="lead">{t("information.service")}</p>
      <p class="no-print"><a class="button" id="to-forms" href={address_of("forms")}>{t("forms.title")}</a></p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      {information && (
        <>
          <OfficeFacts information={information} t={t} />
          <HoursPart information={information} t={t} />
          <WhoFilesPart information={information} t={t} />
          <PapersPart information={information} t={t} />
        </>
      )}
      <TermsPart t={t} />
      <ComplaintsPart information={information} t={t} />
      {can.has("POST", "/feedback") && <p class="no-print"><a class="button" id="to-feedback" href={address_of("feedback")}>{t("feedback.title")}</a></p>}
      <MinistryPart information={information} t={t} />
      <BasisPart information={information} t={t} />
    </main>
  );
}
