// The main story through both UIs, in one language: accept, find in the book, the same person at the second office, both sides at the hub, an
// administrator's decision, the verdict at both offices, and a third attempt that is asked about and accepted with a reason.
import assert from "node:assert/strict";
import { applicant, day, kPapers } from "./people.mjs";
import * as steps from "./steps.mjs";

const kLoginWords = { kk: "Кіру", ru: "Войти", en: "Log in" };

export function story(language, { watch, browser, places, salt, axe }) {
  const person = applicant(salt);
  const pages = {};
  const tickets = {};
  const named = (name) => `${language}: ${name}`;
  return [
    [named("the login page speaks the language, and a clerk logs in"), async () => {
      const page = (pages.first = await watch.page(browser, { language }));
      await page.goto(places.first);
      await page.waitForSelector("#login-name");
      assert.equal(await page.getAttribute("html", "lang"), language);
      assert.equal((await page.textContent(".login-form button")).trim(), kLoginWords[language]);
      await axe(page, "login");
      await steps.log_in(page, places.first, places.user, places.password);
      await axe(page, "empty form");
    }],
    [named("an application is accepted by keyboard and its ticket is shown to print"), async () => {
      const page = pages.first;
      await steps.type_application(page, person);
      await page.waitForSelector(".box-good");
      await axe(page, "filled form");
      tickets.first = await steps.accept(page);
      assert.match(tickets.first, /^KZ-\d\d(-\d\d)?\/\d{4}\/[A-Z]{2}-\d{6}-\d$/);
      const sheet = await page.textContent(".sheet");
      for (const expected of [tickets.first, "ТОО Индер", "YILMAZ"]) assert.ok(sheet.includes(expected), `${expected} on the ticket`);
      assert.equal(await page.locator(".ticket-papers li").count(), 9);
      assert.equal(await page.evaluate(() => document.activeElement.id), "next-application");
      await axe(page, "accepted");
    }],
    [named("the book finds it by ticket number and shows the document masked"), async () => {
      const page = pages.first;
      await page.keyboard.press("F7");
      await page.fill("#book-q", tickets.first);
      await page.waitForFunction((wanted) => document.querySelectorAll("table.list tbody tr").length === 1 && document.querySelector("table.list tbody tr").textContent.includes(wanted), tickets.first);
      const row = await page.textContent("table.list tbody tr");
      assert.ok(row.includes("YILMAZ MEHMET"));
      assert.ok(!row.includes(person["document-number"]) && row.includes(person["document-number"].slice(-4)));
      await axe(page, "book");
      await steps.open_by_ticket(page, tickets.first);
      assert.equal((await steps.confirmation(page)).confirmation, "pending");
      await axe(page, "application");
    }],
    [named("the second office, out of touch, accepts the same person"), async () => {
      const page = (pages.second = await watch.page(browser, { language }));
      await steps.log_in(page, places.second, places.user, places.password);
      await steps.type_application(page, { ...person, "applicant-surname": "YILMAS", "host-name": "ТОО Жайық" }, ["identity_document"]);
      tickets.second = await steps.accept(page);
      assert.notEqual(tickets.second, tickets.first);
    }],
    [named("after both rounds the hub shows both sides, and what differs is marked"), async () => {
      await steps.sync(pages.first);
      await steps.sync(pages.second);
      const hub = (pages.hub = await watch.page(browser, { language }));
      await steps.log_in(hub, places.hub, places.admin, places.password);
      await axe(hub, "offices");
      await hub.keyboard.press("F7");
      await hub.waitForSelector("#duplicate-state");
      await axe(hub, "duplicates");
      await steps.open_duplicate(hub, tickets.first, places.decided_by_rule ? "all" : "open");
      const compared = await hub.textContent(".compare");
      assert.ok(compared.includes(tickets.first) && compared.includes(tickets.second));
      const marked = await hub.$$eval("tr.like-similar mark", (marks) => marks.map((mark) => mark.textContent));
      assert.deepEqual(marked.sort(), ["S", "Z"]);
      await axe(hub, "duplicate");
    }],
    [named("the administrator decides with a reason"), async () => {
      await steps.judge_first(pages.hub, tickets.first, `Бірінші талон ${tickets.first}`);
      await pages.hub.waitForSelector("#duplicate-state");
    }],
    [named("the verdict is readable at both offices: one confirmed, the other annulled with office and ticket of the first"), async () => {
      await steps.sync(pages.first);
      await steps.sync(pages.second);
      await steps.open_by_ticket(pages.first, tickets.first);
      assert.equal((await steps.confirmation(pages.first)).confirmation, "confirmed");
      await steps.open_by_ticket(pages.second, tickets.second);
      const annulled = await steps.confirmation(pages.second);
      assert.equal(annulled.confirmation, "annulled");
      assert.ok(annulled.text.includes(tickets.first) && annulled.text.includes(tickets.first.split("/")[0]), annulled.text);
      await axe(pages.second, "annulled application");
    }],
    [named("the annulled application is a task of its office"), async () => {
      await pages.second.goto(`${places.second}/#/tasks`);
      await pages.second.waitForSelector(`tr:has-text("${tickets.second}")`);
      await axe(pages.second, "tasks");
    }],
    [named("a third attempt is a question; with a reason it is accepted and goes to review"), async () => {
      const page = pages.first;
      await steps.type_application(page, person);
      await page.waitForSelector("#first-check.box-bad");
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("[role=alertdialog]");
      assert.ok((await page.textContent("[role=alertdialog]")).includes(tickets.first));
      assert.equal(await page.isDisabled("[role=alertdialog] button.warn"), true);
      await axe(page, "question");
      await page.check("#despite-other_stay");
      await page.fill("#despite-words", "Қайта келді");
      await page.click("[role=alertdialog] button.warn");
      await page.waitForSelector("#ticket-number");
      assert.notEqual((await page.textContent("#ticket-number")).trim(), tickets.first);
    }],
    [named("the hub's search finds the applications of the whole department"), async () => {
      const hub = pages.hub;
      await steps.open_by_ticket(hub, tickets.second, "F8");
      assert.equal((await steps.confirmation(hub)).confirmation, "annulled");
      await axe(hub, "application at the hub");
    }],
    [named("a registration and its departure are recorded"), async () => {
      const page = pages.first;
      await steps.open_by_ticket(page, tickets.first);
      await page.click(".record-actions button.primary");
      await page.click("[role=dialog] button.primary");
      await page.waitForSelector(".chip-registered");
      await page.click(".record-actions button:first-child");
      await page.fill("#act-day", day(0));
      await page.click("[role=dialog] button.primary");
      const today = day(0).replace(/^(..)(..)/, "$1.$2.");
      await page.waitForFunction((departed) => document.querySelector(".record-state").textContent.includes(departed) && document.querySelectorAll(".history li").length >= 4, today);
      assert.equal(kPapers.length, await page.locator(".checks li").count());
      for (const each of Object.values(pages)) await each.context().close();
    }],
  ];
}
