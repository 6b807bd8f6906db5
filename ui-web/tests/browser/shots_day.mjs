// Pictures of the day besides applications: queue, family, acts, complaints, take-over, rules, figures. Called by shots.mjs, on the mock or on real daemons.
import { applicant, day } from "./people.mjs";
import { hand_in } from "./review.mjs";
import { accept, open_by_ticket, sync, type_application } from "./steps.mjs";

const seen = async (page, selector) => page.waitForSelector(selector, { timeout: 8000 }).catch(() => console.log(`not there: ${selector} at ${page.url()}`));

async function queue_and_family(page, url, shot, salt) {
  await page.goto(`${url}/#/queue`);
  await seen(page, "#queue-arrive");
  for (let at = 0; at < 4; ++at) {
    await page.click("#queue-arrive");
    await seen(page, ".sheet-talon");
    if (at === 0) await shot(page, "40-talon");
    await page.click(".print-bar > button:last-child");
    await seen(page, "#queue-arrive");
  }
  await page.click("#queue-next");
  await seen(page, "#queue-called li");
  await shot(page, "41-queue");
  await page.click("#queue-waiting li:nth-child(2) .row-actions button:first-child");
  await shot(page, "42-out-of-turn");
  await page.keyboard.press("Escape");
  await type_application(page, applicant(salt, { fields: { "applicant-surname": "KARIMOV", "applicant-given-names": "OTABEK", "applicant-surname-local": "Каримов", "applicant-given-names-local": "Отабек", "applicant-citizenship": "UZB", "document-issuing-state": "UZB", "applicant-birth-date": "11051979" } }));
  await shot(page, "43-called", true);
  const first = await accept(page);
  await page.keyboard.press("F8");
  await seen(page, "#filed-with");
  await shot(page, "44-family", true);
  const child = { "applicant-surname": "KARIMOVA", "applicant-given-names": "LOLA", "applicant-birth-date": "03022012", "applicant-sex": "F", "applicant-citizenship": "UZB", "document-issuing-state": "UZB", "document-number": `C${salt}`, "migration-card-number": `6${salt}` };
  for (const [name, value] of Object.entries(child)) {
    await page.fill(`#f-${name}`, value);
    await page.press(`#f-${name}`, "Enter");
  }
  await accept(page);
  await page.click("#filing-tickets");
  await page.waitForTimeout(500);
  await shot(page, "45-tickets-of-a-family", true);
  return first;
}

async function acts(page, url, shot, ticket) {
  await open_by_ticket(page, ticket);
  await page.click("#act-received");
  await shot(page, "46-received");
  await page.click("[role=dialog] .choice button.primary");
  await page.waitForSelector("#keeping");
  await page.click(".record-actions button.primary");
  await page.click("[role=dialog] button.primary");
  await page.waitForSelector("#act-extension");
  for (const [name, number] of [["extension", 47], ["address", 48], ["card", 49]]) {
    await page.click(`#act-${name}`);
    await shot(page, `${number}-${name}`);
    await page.keyboard.press("Escape");
  }
  await shot(page, "50-application-in-keeping", true);
  for (const [place, selector, name] of [["due", "#due-list", "51-due"], ["custody", "#custody-list", "52-custody"]]) {
    await page.goto(`${url}/#/${place}`);
    await seen(page, selector);
    await shot(page, name, true);
  }
  await page.goto(`${url}/#/new`);
  await page.waitForSelector("#f-paper-is");
  await page.check("#f-paper-is");
  await shot(page, "53-paper-ticket", true);
  await page.click(".more summary");
  await shot(page, "54-more");
}

async function office_reviews(page, url, shot, salt) {
  await page.goto(`${url}/#/complaints/new`);
  await seen(page, "#complaint-kind");
  await page.selectOption("#complaint-kind", "organisation");
  await page.focus("#complaint-kind");
  await page.keyboard.press("Control+Enter");
  await shot(page, "55-complaint", true);
  for (const [name, value] of Object.entries({ name: "ТОО Жайық", "outgoing-number": "17/2", "outgoing-date": day(-1), "postal-address": "Құлсары, Абай 1", text: "Кезекті ұзақ күттік." })) await page.fill(`#complaint-${name}`, value);
  await page.check("#complaint-signed");
  await page.keyboard.press("Control+Enter");
  await seen(page, "#complaint-number");
  await shot(page, "56-complaint-received", true);
  await page.goto(`${url}/#/take-over`);
  await seen(page, "#take-over-file");
  const head = "accepted_at,applicant.surname,applicant.given_names,applicant.birth_date,applicant.sex,applicant.citizenship,document.type,document.issuing_state,document.number,migration_card.number,migration_card.entry_date,stay.purpose,stay.from,stay.until,stay.address.office,stay.address.locality,host.kind,host.name,documents";
  const row = (number) => `2026-11-02,NAZAROVA,DILNOZA,1991-08-17,F,UZB,passport,UZB,${number},5${salt},2026-11-01,private,2026-11-01,2026-12-20,KZ-06-02,Құлсары,person,Каримова Роза,identity_document migration_card application`;
  await page.setInputFiles("#take-over-file", { name: "old.csv", mimeType: "text/csv", buffer: Buffer.from([head, row(`FB${salt}`), row("?"), row("")].join("\n")) });
  await seen(page, "#take-over-report");
  await shot(page, "57-take-over", true);
  for (const [place, selector, name] of [["audit", "#audit-list", "58-audit"], ["indicators", "#figure-1-1", "59-indicators"], ["portal", "#portal-list", "60-portal"], ["status", "#office-hours", "61-status"]]) {
    await page.goto(`${url}/#/${place}`);
    await seen(page, selector);
    if (place === "indicators") {
      await page.click("#figure-1-1").catch(() => undefined);
      await page.waitForTimeout(500);
    }
    await shot(page, name, true);
  }
  await type_application(page, applicant(salt.replace(/^./, "9"), { fields: { "stay-until": day(300) } }));
  await seen(page, "#photo-file");
  await page.setInputFiles("#photo-file", { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") }).catch(() => undefined);
  await page.waitForTimeout(500);
  await shot(page, "62-photo", true);
  await page.goto(`${url}/#/feedback`);
  await seen(page, "#process-yes");
  await shot(page, "63-feedback", true);
  await page.goto(`${url}/#/new`);
}

async function hub_reviews(hub, url, shot, ticket, salt) {
  await hub.goto(`${url}/#/rules`);
  await seen(hub, "#rules-list tr td");
  await shot(hub, "70-rules");
  await hub.click("#rules-next");
  await seen(hub, "#rules-valid-from");
  await hub.fill("#rules-valid-from", "01022027");
  await hub.fill("#rules-id", `2027-02-01.${salt}`);
  await hub.fill("#holiday-day", "17122027");
  await hub.fill("#holiday-worked", "19122027");
  await hub.click("#holiday-add");
  await hub.click("#rules-visa-free summary");
  await hub.fill("#visa-free-state", "SRB");
  await hub.press("#visa-free-state", "Enter");
  await hub.fill("#visa-free-count", "30");
  await hub.click("#visa-free-set");
  await hub.click("#rules-targets summary");
  await hub.fill("#target-1-1-normative", "97,5");
  await hub.click("#rules-localities summary");
  await hub.fill("#locality-office", "06-03");
  await hub.press("#locality-office", "Tab");
  await hub.fill("#locality-names", "Индер\nИндербор");
  await hub.click("#rules-preview");
  await seen(hub, "#rules-changes .preview-list");
  await shot(hub, "71-next-rules", true);
  await hub.click("#rules-issue");
  await shot(hub, "72-issue");
  await hub.keyboard.press("Escape");
  await open_by_ticket(hub, ticket, "F8");
  await hub.click("#transfer");
  await hub.fill("#transfer-to", "06-03");
  await hub.press("#transfer-to", "Tab");
  await shot(hub, "73-transfer");
  await hub.keyboard.press("Escape");
  for (const [place, selector, name] of [["persons", ".compare, .empty", "74-persons"], ["complaints", "#complaint-list tr", "75-complaints"], ["indicators", "#figure-1-1", "76-hub-indicators"], ["audit", "#audit-list tr", "77-hub-audit"], ["status", "dl dd", "78-hub-status"]]) {
    await hub.goto(`${url}/#/${place}`);
    await seen(hub, selector);
    if (place === "complaints") {
      await hub.click("#complaint-list tbody tr").catch(() => undefined);
      await hub.waitForTimeout(400);
      await hub.check("#step-answered");
      await hub.check("#outcome-founded");
      await hub.fill("#step-text", "Кезек тәртібі бұзылған, жауап жіберілді.");
    }
    await shot(hub, name, true);
  }
}

/** `page`: the head's, logged in; `hub`: the administrator's. */
export async function shoot_day({ page, hub, places, shot, salt }) {
  if (process.env.TIRKEU_PORTAL_TOKEN) await hand_in({ hub: places.hub.url, portal_token: process.env.TIRKEU_PORTAL_TOKEN }, salt);
  await sync(page);
  const ticket = await queue_and_family(page, places.first.url, shot, salt);
  await acts(page, places.first.url, shot, ticket);
  await office_reviews(page, places.first.url, shot, salt);
  await sync(page);
  await hub_reviews(hub, places.hub.url, shot, ticket, salt);
}
