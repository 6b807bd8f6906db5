// The stand's notice (cl. 10): what must be known before filing, on A4 sheets in letters that can be read standing.
import type { Information } from "../api/types";
import type { Text } from "../i18n/i18n";
import { BasisPart, ComplaintsPart, HoursPart, MinistryPart, OfficeFacts, PapersPart, TermsPart, WhoFilesPart } from "./public_text";

/** Where, when and who; what to bring and by which law; what to do if one is not content. */
export function poster_pages(information: Information, t: Text) {
  return [
    <div key="1" class="poster">
      <h1>{t("information.title")}</h1>
      <OfficeFacts information={information} t={t} />
      <HoursPart information={information} t={t} />
      <TermsPart t={t} />
      <WhoFilesPart information={information} t={t} />
    </div>,
    <div key="2" class="poster">
      <PapersPart information={information} t={t} />
      <BasisPart information={information} t={t} />
    </div>,
    <div key="3" class="poster">
      <ComplaintsPart information={information} t={t} />
      <MinistryPart information={information} t={t} />
    </div>,
  ];
}
