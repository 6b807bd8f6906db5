// What an office and its department do besides applications: a family at the counter, complaints, the next rules, a moved place, existing
// registrations, who read what, and the figures.
import assert from "node:assert/strict";
import { applicant, day } from "./people.mjs";
import * as steps from "./steps.mjs";

const iso = (typed) => `${typed.slice(4)}-${typed.slice(2, 4)}-${typed.slice(0, 2)}`;

/** The table that an old register gives, one row good and one without a document number. */
function old_register(salt) {
  const row = (number) => [`${iso(day(-3))}`, "П-17", iso(day(20)), "NAZAROVA", "DILNOZA", "1991-08-17", "F", "UZB", "passport", "UZB", number, `5${salt}`, iso(day(-4)), "private", iso(day(-4)), iso(day(20)), "KZ-06-02", "Құлсары", "person", "Каримова Роза", "identity_document migration_card application"].join(",");
  const head = "accepted_at,paper_number,registered_until,applicant.surname,applicant.given_names,applicant.birth_date,applicant.sex,applicant.citizenship,document.type,document.issuing_state,document.number,migration_card.number,migration_card.entry_date,stay.purpose,stay.from,stay.until,stay.address.office,stay.address.locality,host.kind,host.name,documents";
  return [head, row(`FB${salt}`), row("?")].join("\r\n");
}

/** The portal's machine hands an application in at the hub's door. */
export async function hand_in(places, salt) {
  const application = {
    applicant: { surname: "PETROV", given_names: "IVAN", surname_local: "Петров", given_names_local: "Иван", patronymic: null, birth_date: "1990-02-14", sex: "M", citizenship: "RUS", birth_place: "SAMARA" },
    document: { type: "passport", issuing_state: "RUS", number: `75${salt}1`, issued: "2020-02-01", expires: "2030-02-01" }, visa: null,
    migration_card: { number: `4${salt}`, border_point: "Құрманғазы", entry_date: iso(day(-1)) },
    stay: { purpose: "private", from: iso(day(-1)), until: iso(day(25)), address: { office: "KZ-06-02", locality: "Құлсары", street: "Махамбет", house: "3", flat: null } },
    host: { kind: "person", name: "Серіков Асан", number: null, address: "Құлсары, Махамбет 3", phone: null }, category: null, documents: ["identity_document", "migration_card", "application"],
  };
  const signature = { kind: "cms", value: Buffer.from("an invented signature").toString("base64") };
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${places.portal_token}`, "Idempotency-Key": `screens-${salt}` };
  const answer = await fetch(`${places.hub}/portal/v1/applications`, { method: "POST", headers, body: JSON.stringify({ application, signature }) });
  assert.equal(answer.status, 202, await answer.text());
}

export function review({ watch, browser, places, salt, axe }) {
  let page;
  let head;
  let hub;
  let first;
  let number;
  const at_hub = (path) => hub.goto(`${places.hub}/#/${path}`);
  return [
    ["who was called in the queue is who is served, and one key ends the visit and calls the next", async () => {
      page = await watch.page(browser, { language: "kk" });
      await steps.log_in(page, places.first, places.user, places.password);
      await page.goto(`${places.first}/#/queue`);
      await page.waitForSelector("#queue-arrive");
      // Whoever is left of earlier runs goes first, as at a real counter.
      for (const list of ["called", "waiting"]) for (let left = await page.locator(`#queue-${list} li`).count(); left > 0; --left) {
        await page.click(`#queue-${list} li:first-child .row-actions button:last-child`);
        await page.waitForFunction(([name, count]) => document.querySelectorAll(`#queue-${name} li`).length < count, [list, left]);
      }
      for (let at = 0; at < 2; ++at) {
        await page.click("#queue-arrive");
        await page.click(".print-bar > button:last-child");
        await page.waitForSelector("#queue-arrive");
      }
      await page.waitForFunction(() => document.querySelectorAll("#queue-waiting li").length === 2);
      await page.click("#queue-next");
      await page.waitForSelector("#queue-called li");
      const called = await page.textContent("#queue-called .queue-number");
      await steps.type_application(page, applicant(salt, { fields: { "applicant-surname": "KARIMOV", "applicant-given-names": "OTABEK", "applicant-citizenship": "UZB", "document-issuing-state": "UZB", "applicant-birth-date": "11051979" } }));
      assert.ok((await page.locator("#serving-visit option:checked").textContent()).includes(`№ ${called} `));
      await axe(page, "form of the one who was called");
      first = await steps.accept(page);
      assert.ok((await page.textContent("#next-application")).includes(called));
    }],
    ["the next family member has host and term already, is filed with the first, and all tickets print together", async () => {
      await page.keyboard.press("F8");
      await page.waitForSelector("#filed-with");
      assert.ok((await page.textContent("#filed-with")).includes(first));
      assert.equal(await page.inputValue("#f-host-name"), "ТОО Индер");
      assert.equal(await page.inputValue("#f-stay-until"), day(20).replace(/^(..)(..)/, "$1.$2."));
      assert.equal(await page.inputValue("#f-applicant-surname"), "");
      const child = { "applicant-surname": "KARIMOVA", "applicant-given-names": "LOLA", "applicant-birth-date": "03022012", "applicant-sex": "F", "applicant-citizenship": "UZB", "document-issuing-state": "UZB", "document-number": `C${salt}`, "migration-card-number": `6${salt}` };
      for (const [name, value] of Object.entries(child)) {
        await page.fill(`#f-${name}`, value);
        await page.press(`#f-${name}`, "Enter");
      }
      await page.click("#papers-all");
      await axe(page, "family member");
      const second = await steps.accept(page);
      await page.waitForSelector("#filing-members");
      assert.ok((await page.textContent("#filing-members")).includes(first));
      await page.click("#filing-tickets");
      await page.waitForFunction(() => document.querySelectorAll(".ticket-number").length === 2);
      const sheets = (await page.locator(".sheet").allTextContents()).join("\n");
      assert.ok(sheets.includes(first) && sheets.includes(second));
      await axe(page, "tickets of a family");
      await page.click("#next-application");
      await page.waitForSelector("#f-applicant-surname");
      await page.goto(`${places.first}/#/queue`);
      await page.waitForFunction(() => document.querySelectorAll("#queue-called li").length === 1 && document.querySelectorAll("#queue-waiting li").length === 0);
      await page.click("#queue-called .row-actions button:last-child");
      await page.waitForSelector("#queue-called li", { state: "detached" });
    }],
    ["position and full name are asked once, printed from then on, and outlives a logout", async () => {
      await steps.open_by_ticket(page, first);
      await page.click(".record-actions button:has-text('алон')");
      await page.fill("#position-once", "Аға инспектор");
      await page.fill("#officer-name-once", "Сәрсенова Айгүл Маратқызы");
      await page.press("#officer-name-once", "Enter");
      await page.waitForSelector("#position-once", { state: "detached" });
      for (const words of ["Аға инспектор", "Сәрсенова Айгүл Маратқызы"]) assert.ok((await page.textContent(".sheet")).includes(words));
      await page.click(".who button.quiet");
      await page.waitForSelector("#login-name");
      await steps.log_in(page, places.first, places.head, places.password);
      await page.goto(`${places.first}/#/account`);
      await page.waitForSelector("#position");
      assert.equal(await page.inputValue("#position"), "");
      await page.click(".who button.quiet");
      await page.waitForSelector("#login-name");
      await steps.log_in(page, places.first, places.user, places.password);
      await page.goto(`${places.first}/#/account`);
      await page.waitForFunction(() => document.querySelector("#position")?.value === "Аға инспектор");
    }],
    ["a complaint is received with guidance; what the standard wants on it is asked for", async () => {
      await page.goto(`${places.first}/#/complaints`);
      await page.click("#complaint-new");
      await page.waitForSelector("#complaint-kind");
      await page.selectOption("#complaint-kind", "organisation");
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("#complaint-name[aria-invalid=true]");
      await axe(page, "complaint with fields missing");
      const fields = { name: "ТОО Жайық", "outgoing-number": "17/2", "outgoing-date": day(-1), "postal-address": "Құлсары, Абай 1", text: `Кезекті ұзақ күттік.\nТалон ${first}` };
      for (const [name, value] of Object.entries(fields)) await page.fill(`#complaint-${name}`, value);
      await page.check("#complaint-signed");
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("#complaint-number");
      number = (await page.textContent("#complaint-number")).trim();
      assert.match(number, /^KZ-06-02\/\d{4}\/C-\d+$/);
      await page.waitForSelector(`#complaint-list tr:has-text("${number}")`);
      await axe(page, "complaint received");
    }],
    ["existing registrations: the report first, then only what is good is taken, and no row twice", async () => {
      head = await watch.page(browser, { language: "kk" });
      await steps.log_in(head, places.first, places.head, places.password);
      await head.goto(`${places.first}/#/take-over`);
      const file = { name: "old.csv", mimeType: "text/csv", buffer: Buffer.from(old_register(salt)) };
      await head.setInputFiles("#take-over-file", file);
      await head.waitForSelector("#take-over-take");
      assert.equal(await head.locator("#take-over-report tbody tr").count() >= 1, true);
      await axe(head, "report of a take-over");
      await head.click("#take-over-take");
      await head.waitForSelector("#take-over-report.box-good");
      await axe(head, "taken over");
    }],
    ["the head sees who read an application", async () => {
      await steps.open_by_ticket(head, first);
      await head.click(".record-actions a[href^='#/audit/']");
      await head.waitForSelector(`#audit-list tr:has-text("${first}")`);
      assert.ok((await head.textContent("#audit-list")).includes(places.user));
      await axe(head, "audit");
      await head.goto(`${places.first}/#/status`);
      await head.waitForSelector("#office-hours tr");
      await head.context().close();
    }],
    ["the next rules are prepared from the newest ones, read in words, and only then issued", async () => {
      hub = await watch.page(browser, { language: "kk" });
      await steps.log_in(hub, places.hub, places.admin, places.password);
      await at_hub("rules");
      await hub.waitForSelector("#rules-list tr");
      await axe(hub, "rules");
      await hub.click("#rules-next");
      await hub.waitForSelector("#rules-valid-from");
      await hub.fill("#rules-valid-from", "01022027");
      await hub.fill("#rules-id", `2027-02-01.${salt}`);
      await hub.fill("#holiday-day", "17122027");
      await hub.fill("#holiday-worked", "19122027");
      await hub.click("#holiday-add");
      await hub.click("#rules-targets summary");
      await hub.selectOption("#target-year", "2026");
      await hub.fill("#target-1-1-normative", "97,5");
      await hub.click("#rules-visa-free summary");
      await hub.fill("#visa-free-state", "SRB");
      await hub.press("#visa-free-state", "Enter");
      await hub.fill("#visa-free-count", "30");
      await hub.click("#visa-free-set");
      await hub.click("#rules-localities summary");
      await hub.fill("#locality-office", "06-03");
      await hub.press("#locality-office", "Tab");
      await hub.fill("#locality-names", "Индер\nИндербор\nЕсбол");
      assert.equal(await hub.isDisabled("#rules-issue"), true);
      await hub.click("#rules-preview");
      await hub.waitForSelector("#rules-changes .preview-list li");
      assert.ok((await hub.locator("#rules-changes .preview-list li").count()) >= 4, await hub.textContent("#rules-changes"));
      await axe(hub, "next rules");
      await hub.fill("#rules-note", "Мысал");
      assert.equal(await hub.isDisabled("#rules-issue"), true);
      await hub.click("#rules-preview");
      await hub.waitForSelector("#rules-issue:not([disabled])");
      await hub.click("#rules-issue");
      await axe(hub, "issue");
      await hub.click("#rules-issue-yes");
      await hub.waitForSelector(`#rules-list tr:has-text("2027-02-01.${salt}")`);
    }],
    ["a broken rule set is not issued: the hub says where it is wrong", async () => {
      await hub.click("#rules-next");
      await hub.waitForSelector("#rules-valid-from");
      assert.ok((await hub.textContent("#rules-visa-free")).includes("SRB"), "what was issued and is not in force yet is kept");
      assert.equal(await hub.inputValue("#rules-valid-from"), "01.02.2027");
      await hub.click(".raw summary");
      await hub.fill("#rules-raw", "{");
      assert.equal(await hub.isDisabled("#rules-preview"), true);
      await hub.fill("#rules-raw", JSON.stringify({ id: "x", valid_from: "soon" }));
      await hub.click("#rules-preview");
      await hub.waitForSelector("#rules-changes.box-bad li");
      assert.equal(await hub.isDisabled("#rules-issue"), true);
      await axe(hub, "faulty rules");
    }],
    ["the place of registration is moved with a reason, and the office hears that its application is annulled", async () => {
      await steps.sync(page);
      await steps.open_by_ticket(hub, first, "F8");
      await hub.click("#transfer");
      await hub.fill("#transfer-to", "06-03");
      await hub.press("#transfer-to", "Tab");
      assert.ok((await hub.locator("#transfer-consequences li").count()) === 3);
      await axe(hub, "transfer");
      assert.equal(await hub.isDisabled("#transfer-send"), true);
      await hub.fill("#transfer-reason", "Жұмыс орны ауысты");
      await hub.click("#transfer-send");
      await hub.waitForSelector(".notice-good");
      await steps.sync(page);
      await steps.open_by_ticket(page, first);
      assert.equal((await steps.confirmation(page)).confirmation, "annulled");
    }],
    ["the department works on the complaint, and its steps come back to the office", async () => {
      await at_hub("complaints");
      await hub.waitForSelector(`#complaint-list tr:has-text("${number}")`);
      await axe(hub, "journal of complaints");
      await hub.click(`#complaint-list tr:has-text("${number}")`);
      const step = async (name, words, outcome) => {
        await hub.check(`#step-${name}`);
        if (outcome) await hub.check(`#outcome-${outcome}`);
        await hub.fill("#step-text", words);
        const answered = hub.waitForResponse((response) => response.url().endsWith("/steps"));
        await hub.click("#step-send");
        assert.equal((await answered).ok(), true);
      };
      await step("taken_up", "Қарауға алынды");
      await hub.waitForSelector(".complaint-steps li");
      await step("extended", "Қосымша тексеру қажет");
      await hub.waitForFunction(() => document.querySelectorAll(".complaint-steps li").length === 2);
      assert.equal(await hub.locator("#step-extended").count(), 0);
      await axe(hub, "complaint with steps");
      await step("answered", "Кезек тәртібі бұзылған", "founded");
      await hub.selectOption("#complaints-state", "all");
      await hub.waitForSelector(".chip-complaint-answered");
      await steps.sync(page);
      await page.goto(`${places.first}/#/complaints`);
      await page.click(`#complaint-list tr:has-text("${number}")`);
      await page.waitForSelector("#complaint-one .chip-complaint-answered");
      assert.ok((await page.textContent(".complaint-steps")).includes("Кезек тәртібі бұзылған"));
    }],
    ["the figures of Annex 5 stand in its columns, open into their records, and are saved as a table", async () => {
      for (const [place, url] of [[page, places.first], [hub, places.hub]]) {
        await place.goto(`${url}/#/indicators`);
        await place.waitForSelector("#figure-1-1");
        await place.click("#figure-1-1");
        await place.waitForSelector("#indicator-records tbody");
        await axe(place, "indicators");
        await place.click("#month-before");
        await place.waitForSelector("#indicator-records", { state: "detached" });
        const [saved] = await Promise.all([place.waitForEvent("download"), place.click("#indicators-csv")]);
        assert.match(saved.suggestedFilename(), /\.csv$/);
      }
    }],
    ["the department reviews who read what", async () => {
      await at_hub("audit");
      await hub.waitForSelector("#audit-list tbody tr");
      await axe(hub, "audit of the department");
      await at_hub("status");
      await hub.waitForSelector("main dd");
    }],
    ["a request of the portal is opened in the form and taken in by accepting it", async () => {
      // The mock has a request already; a real hub gets one from its portal, which the office hears of with the next round.
      if (places.portal_token) await hand_in(places, salt);
      await steps.sync(page);
      await page.goto(`${places.first}/#/portal`);
      await page.waitForSelector("#portal-list tbody tr");
      await axe(page, "portal");
      const waiting = await page.locator("#portal-list tbody tr").count();
      await page.click("#portal-list tbody tr:first-child button");
      await page.waitForSelector("#f-applicant-surname");
      assert.notEqual(await page.inputValue("#f-document-number"), "");
      const ticket = await steps.accept(page);
      await page.goto(`${places.first}/#/portal`);
      await page.waitForFunction((before) => document.querySelector("#portal-list") && document.querySelectorAll("#portal-list tbody tr").length === before - 1, waiting);
      await steps.open_by_ticket(page, ticket);
      assert.ok((await page.textContent(".record-state")).includes("Портал"));
    }],
    ["a scanned photo of a long stay is judged by its size", async () => {
      await steps.type_application(page, applicant(`${Number(salt) % 900000 + 7}`.padStart(6, "8"), { fields: { "stay-until": day(300) } }));
      await page.waitForSelector("#photo-file");
      const one_pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
      await page.setInputFiles("#photo-file", { name: "photo.png", mimeType: "image/png", buffer: Buffer.from(one_pixel, "base64") });
      await page.waitForSelector("#photo-result .said-warning");
      await axe(page, "photo");
      for (const each of [page, hub]) await each.context().close();
    }],
  ];
}
