// Requests that came through the portal (cl. 1, 5, 7.4, 11) and were not yet taken in: opened, they stand in the form as if the applicant sat
// there, and the acceptance answers the request. What must be refused is accepted first and then refused with a ground, as everything.
import { type PortalRequest, portal_requests } from "../api/desk";
import { show_date, show_hour, show_moment } from "../base/dates";
import { go } from "../base/router";
import { useText } from "../i18n/i18n";
import { Failure } from "../parts/Notice";
import { useData } from "../parts/useData";
import { form_of_body } from "../record/form";
import { country_name } from "../record/lists";
import { mask_number } from "../record/show";
import { begin_with } from "./family";

export function PortalPage() {
  const t = useText();
  const data = useData((signal) => portal_requests(signal), []);
  const items = [...(data.value ?? [])].sort((left, right) => left.due_at.localeCompare(right.due_at));
  const open = (request: PortalRequest) => {
    begin_with({ ...form_of_body(request.body), portal_request: request.id });
    go("new");
  };
  return (
    <div class="page-wide">
      <div class="page-head"><h1>{t("nav.portal")}</h1><button type="button" onClick={data.reload} disabled={data.loading}>{t("refresh")}</button></div>
      <p class="lead">{t("portal.what")}</p>
      {data.error && <Failure error={data.error} on_repeat={data.reload} />}
      <div class="table-frame" role="region" aria-label={t("nav.portal")} tabIndex={0}>
        <table class="list" id="portal-list">
          <thead><tr><th>{t("portal.due")}</th><th>{t("book.name")}</th><th>{t("book.citizenship")}</th><th>{t("book.document")}</th><th>{t("portal.stay")}</th><th>{t("portal.received")}</th><th>{t("portal.signature")}</th><th><span class="visually-hidden">{t("actions")}</span></th></tr></thead>
          <tbody>
            {items.map((request) => (
              <tr key={request.id}>
                <td class="nowrap strong">{show_date(request.due_at)} {show_hour(request.due_at)}</td>
                <td class="strong">{request.name}</td>
                <td title={country_name(request.citizenship, t.language)}>{request.citizenship}</td>
                <td class="mono nowrap">{request.document.split(" ").map((word, at, words) => (at === words.length - 1 ? mask_number(word) : word)).join(" ")}</td>
                <td>{show_date(request.stay.from)} – {show_date(request.stay.until)}<br /><span class="hint">{request.stay.address}</span></td>
                <td class="nowrap">{show_moment(request.received_at)}</td>
                <td>{t(request.signature.verified ? "portal.verified" : "portal.unverified", { kind: request.signature.kind })}</td>
                <td class="row-actions"><button type="button" class="primary" onClick={() => open(request)}>{t("portal.open")}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
        {data.value && items.length === 0 && <p class="empty">{t("portal.none")}</p>}
      </div>
      <p class="hint">{t("portal.signature_note")}</p>
    </div>
  );
}
