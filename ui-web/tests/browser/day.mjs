// The rest of an office's day through the screens: acts on a stay, papers in keeping, a ticket by hand.
import assert from "node:assert/strict";
import { applicant, day } from "./people.mjs";
import * as steps from "./steps.mjs";

/** A PNG of 35x45 pixels. */
const kPicture = "iVBORw0KGgoAAAANSUhEUgAAACMAAAAtCAAAAAABuI31AAAAD3RFWHRBdXRob3IAc29tZWJvZHmKs+TfAAAATklEQVR42mN4BgLKWoYW9mBW"
  + "ZkF5XSuYtX7b3iOnwSyGwaaGgZ1PVAbMdPMNiU4Cs3omz1q4Asy6dPPB83eDTs1oOI+G82g4j4bzCAhnAKnmNz4wcmkmAAAAAElFTkSuQmCC";

/** Opens the act, fills its questions and sends it. */
async function act(page, name, answers) {
  await page.click(`#act-${name}`);
  for (const [field, value] of Object.entries(answers)) {
    const box = page.locator(`[role=dialog] #act-${field}`);
    if ((await box.evaluate((element) => element.tagName)) === "SELECT") await box.selectOption(value);
    else await box.fill(value);
  }
  await page.click("[role=dialog] .choice button.primary");
  await page.waitForSelector("[role=dialog]", { state: "detached" });
}

export function day_of_office({ watch, browser, places, salt, axe }) {
  let page;
  let ticket;
  return [
    ["a ticket written by hand is entered with its own number and time, and an IIN", async () => {
      page = await watch.page(browser, { language: "kk" });
      await steps.log_in(page, places.first, places.user, places.password);
      await steps.type_application(page, applicant(salt, { fields: { "applicant-iin": "840309000019" } }));
      await page.check("#f-paper-is");
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("#f-paper-number[aria-invalid=true]");
      await page.fill("#f-paper-number", "17");
      await page.fill("#f-paper-day", day(0));
      await page.fill("#f-paper-hour", "0005");
      await axe(page, "ticket by hand");
      ticket = await steps.accept(page);
      await steps.open_by_ticket(page, ticket);
      assert.match(await page.textContent(".record-state"), /№ 17, \d\d\.\d\d\.\d{4} 00:05/);
      assert.ok((await page.textContent(".particulars")).includes("840309000019"));
    }],
    ["a paper is taken into keeping, shown, and given back to a named person", async () => {
      await act(page, "received", { item: "identity_document" });
      await page.waitForSelector("#keeping.box-warn");
      await axe(page, "application with a paper in keeping");
      await act(page, "returned", { item: "identity_document", person: "Йылмаз А." });
      await page.waitForSelector("#keeping", { state: "detached" });
      assert.ok((await page.textContent(".history")).includes("Йылмаз А."));
    }],
    ["a picture is attached, shown, and said to be at the hub only when it is", async () => {
      const buffer = Buffer.from(kPicture, "base64");
      await page.selectOption("#picture-what", "scan");
      await page.setInputFiles("#picture-file", { name: "scan.png", mimeType: "image/png", buffer });
      await page.waitForSelector("#pictures .pictures img");
      await page.waitForFunction(() => document.querySelector("#pictures img").naturalWidth === 35);
      assert.equal(await page.locator("#pictures .pictures .good").count(), 0);
      await axe(page, "application with a picture");
      await page.setInputFiles("#picture-file", { name: "note.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
      await page.waitForSelector("#pictures .notice-bad li");
      assert.equal(await page.locator("#pictures .pictures li").count(), 1);
    }],
    ["what is due and what is kept are lists of their own", async () => {
      await act(page, "received", { item: "migration_card" });
      await page.goto(`${places.first}/#/due`);
      await page.waitForSelector(`#due-list tr:has-text("${ticket}")`);
      await axe(page, "due");
      await page.goto(`${places.first}/#/custody`);
      await page.waitForSelector(`#custody-list tr:has-text("${ticket}")`);
      await axe(page, "in keeping");
      await steps.open_by_ticket(page, ticket);
    }],
    ["the queue is served by single keys in order, and out of turn only with a reason", async () => {
      await page.goto(`${places.first}/#/queue`);
      for (let at = 0; at < 3; ++at) {
        await page.waitForSelector("#queue-arrive");
        await page.keyboard.press("a");
        await page.waitForSelector(".sheet-talon .queue-number");
        if (at === 0) await axe(page, "talon");
        await page.click(".print-bar > button:last-child");
      }
      await page.waitForFunction(() => document.querySelectorAll("#queue-waiting li").length === 3);
      const number = (list) => page.textContent(`#queue-${list} li .queue-number`);
      const first = await number("waiting");
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("n");
      await page.waitForSelector("#queue-called li");
      assert.equal(await number("called"), first);
      await page.click("#queue-waiting li:nth-child(2) .row-actions button:first-child");
      assert.equal(await page.isDisabled("[role=dialog] button.primary"), true);
      await axe(page, "out of turn");
      await page.fill("#skip-reason", "Балалы ана");
      await page.click("[role=dialog] button.primary");
      await page.waitForFunction(() => document.querySelectorAll("#queue-called li").length === 2);
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("s");
      await page.waitForFunction(() => document.querySelectorAll("#queue-called li").length === 1);
      await axe(page, "queue");
      await steps.open_by_ticket(page, ticket);
    }],
    ["a pair of one person with two documents is judged by key and reason, and the office reads it in words", async () => {
      await steps.sync(page);
      await steps.type_application(page, applicant(`${Number(salt) % 900000 + 1}`.padStart(6, "9")));
      const other = await steps.accept(page);
      await steps.sync(page);
      const hub = await watch.page(browser, { language: "kk" });
      await steps.log_in(hub, places.hub, places.admin, places.password);
      await hub.goto(`${places.hub}/#/persons`);
      await hub.waitForSelector(".compare");
      const is_theirs = () => hub.textContent(".compare thead").then((head) => head.includes(ticket) && head.includes(other));
      while (!(await is_theirs()) && (await hub.isEnabled("#persons-next"))) await hub.click("#persons-next");
      assert.ok(await is_theirs(), "the pair is in the list");
      await axe(hub, "persons");
      await hub.evaluate(() => document.activeElement.blur());
      await hub.keyboard.press("1");
      assert.equal(await hub.isChecked("#judgement-same"), true);
      assert.equal(await hub.isDisabled(".decision button.primary"), true);
      await hub.keyboard.type("Фотосуреттері бірдей");
      const answered = hub.waitForResponse((response) => response.url().endsWith("/judgement"));
      await hub.click(".decision button.primary");
      assert.equal((await answered).ok(), true);
      await hub.context().close();
      await steps.sync(page);
      await steps.open_by_ticket(page, ticket);
      assert.ok((await page.textContent("#notices")).includes(other));
      await axe(page, "same person, other document");
    }],
    ["anybody gives an opinion without a login, and the next finds an empty form", async () => {
      const kiosk = await watch.page(browser, { language: "kk" });
      await kiosk.goto(`${places.first}/information`);
      await kiosk.click("#to-feedback");
      await kiosk.check("#process-yes");
      await kiosk.check("#information-no");
      assert.equal(await kiosk.isDisabled("form button.primary"), true);
      await kiosk.check("#courtesy-yes");
      await axe(kiosk, "opinion");
      await kiosk.click("form button.primary");
      await kiosk.waitForSelector(".notice-good");
      assert.equal(await kiosk.isChecked("#process-yes"), false);
      await kiosk.context().close();
    }],
    ["a registered stay is extended, moves, and gets another card; the history tells each", async () => {
      await page.click(".record-actions button.primary");
      await page.click("[role=dialog] button.primary");
      await page.waitForSelector("#act-extension");
      await page.click("#act-extension");
      await axe(page, "extension");
      await page.keyboard.press("Escape");
      await act(page, "extension", { until: day(40), reason: "Емделу ұзартылды" });
      await act(page, "address", { "moved-on": day(0), locality: "Жылыой", reason: "Көшті" });
      await act(page, "card", { cause: "lost", number: `9${salt}`, "issued-on": day(0) });
      await page.waitForFunction((card) => document.querySelector(".particulars").textContent.includes(card), `9${salt}`);
      const told = await page.textContent(".history");
      for (const words of ["Емделу ұзартылды", "Жылыой", `9${salt}`, day(40).replace(/^(..)(..)/, "$1.$2.")]) assert.ok(told.includes(words), words);
    }],
  ];
}
