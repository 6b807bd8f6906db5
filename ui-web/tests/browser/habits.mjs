// What the screens promise whatever the language: the keyboard, the scanner, drafts, expired logins, privacy, small windows.
import assert from "node:assert/strict";
import { passport_lines } from "./people.mjs";
import * as steps from "./steps.mjs";

/** Types as a keyboard-wedge scanner does under a Kazakh layout: physical keys of a US keyboard, letters of another. */
async function scan(page, lines) {
  await page.evaluate((text) => {
    // Real key events carry the time of the key, not of their handling: a busy page does not stretch a scan.
    let time = performance.now();
    for (const letter of text) {
      const code = letter === "\n" ? "Enter" : letter === "<" ? "Comma" : /\d/.test(letter) ? `Digit${letter}` : `Key${letter}`;
      const key = letter === "\n" ? "Enter" : letter === "<" ? "Б" : "ж";
      const target = document.activeElement;
      const event = new KeyboardEvent("keydown", { code, key, shiftKey: letter === "<", bubbles: true, cancelable: true });
      Object.defineProperty(event, "timeStamp", { value: (time += 6) });
      const taken = !target.dispatchEvent(event);
      if (!taken && key.length === 1 && "value" in target) {
        target.value += key;
        target.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
    }
  }, lines.join("\n") + "\n");
}

export function habits({ watch, browser, places, salt, axe }) {
  let page;
  const fresh = async () => {
    page = await watch.page(browser, { language: "kk" });
    await steps.log_in(page, places.first, places.user, places.password);
  };
  return [
    ["switching the language redraws in place and keeps focus, text and position", async () => {
      await fresh();
      await page.fill("#f-applicant-surname", "NAZAROVA");
      await page.evaluate(() => (window.same_page = true));
      const label = () => page.textContent("#f-applicant-surname-label");
      const before = await label();
      await page.keyboard.press("F9");
      await page.waitForFunction((old) => document.querySelector("#f-applicant-surname-label").textContent !== old, before);
      assert.equal(await page.evaluate(() => document.activeElement.id), "f-applicant-surname");
      await page.click(".top .languages button[lang=en]");
      assert.equal((await label()).trim(), "Surname (Latin)");
      assert.equal(await page.evaluate(() => document.activeElement.id), "f-applicant-surname");
      assert.equal(await page.inputValue("#f-applicant-surname"), "NAZAROVA");
      assert.equal(await page.evaluate(() => window.same_page), true);
      await page.click(".top .languages button[lang=kk]");
    }],
    ["Enter walks through every field and never sends; Shift+Enter goes back", async () => {
      let sent = 0;
      page.on("request", (request) => request.method() === "POST" && /\/applications$/.test(request.url()) && ++sent);
      // The papers are the rule set's, which comes after the login; a clerk sees them before the walk begins.
      await page.waitForSelector("#paper-application");
      await page.focus("#f-applicant-surname");
      const seen = [];
      for (let at = 0; at < 60; ++at) {
        await page.keyboard.press("Enter");
        seen.push(await page.evaluate(() => document.activeElement.id));
      }
      assert.deepEqual(seen.slice(0, 4), ["f-applicant-given-names", "f-applicant-surname-local", "f-applicant-given-names-local", "f-applicant-patronymic"]);
      assert.ok(seen.includes("f-host-phone") && seen.includes("paper-application"));
      assert.equal(seen[59], "accept");
      assert.equal(sent, 0);
      await page.focus("#f-applicant-given-names");
      await page.keyboard.press("Shift+Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "f-applicant-surname");
    }],
    ["Ctrl+Enter on an unfinished form says what is missing at its fields and sends the clerk there", async () => {
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("[aria-invalid=true]");
      await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
      const told = await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-describedby"))?.textContent ?? "");
      assert.ok(told.length > 5, "the field's finding is tied to it");
      await axe(page, "findings");
    }],
    ["a scan under the Kazakh layout, in the middle of a field, fills the form and leaves the field as it was", async () => {
      await page.fill("#f-host-address", "Бейнеу");
      await page.focus("#f-host-address");
      const lines = passport_lines({ state: "UZB", surname: "NAZAROVA", given: "DILNOZA", number: `FA${salt}`, birth: "910817", sex: "F", expires: "310203" });
      await scan(page, lines);
      await page.waitForFunction(() => document.querySelector("#f-applicant-given-names").value === "DILNOZA");
      assert.equal(await page.inputValue("#f-host-address"), "Бейнеу");
      assert.equal(await page.inputValue("#mrz-lines"), lines.join("\n"));
      assert.equal(await page.inputValue("#f-document-number"), `FA${salt}`.slice(0, 9));
      assert.equal(await page.inputValue("#f-applicant-birth-date"), "17.08.1991");
      assert.equal(await page.inputValue("#f-document-expires"), "03.02.2031");
      assert.ok((await page.inputValue("#f-applicant-citizenship")).includes("UZB"));
    }],
    ["a draft is kept by the node: it is there after a reload, and nothing of it in the browser", async () => {
      await page.fill("#f-migration-card-border-point", "Бейнеу");
      await page.press("#f-migration-card-border-point", "Enter");
      await page.waitForSelector(".draft-saved");
      await page.reload();
      await page.waitForFunction(() => document.querySelector("#f-migration-card-border-point")?.value === "Бейнеу");
      assert.equal(await page.inputValue("#f-applicant-surname"), "NAZAROVA");
      const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
      assert.ok(!/NAZAROVA|Бейнеу|FA\d/.test(kept), kept);
      assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ["tirkeu.language"]);
    }],
    ["an expired login asks for the password over the form and loses nothing", async () => {
      await page.context().clearCookies();
      await page.fill("#f-applicant-patronymic", "Каримовна");
      await page.waitForSelector("[role=dialog] #login-password");
      await axe(page, "expired login");
      await page.fill("#login-password", places.password);
      await page.press("#login-password", "Enter");
      await page.waitForSelector("[role=dialog]", { state: "detached" });
      assert.equal(await page.inputValue("#f-applicant-patronymic"), "Каримовна");
      await page.focus("#f-applicant-patronymic");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".draft-saved");
    }],
    ["the arrows choose from a list, Escape leaves it as it was", async () => {
      await page.fill("#f-stay-purpose", "");
      await page.press("#f-stay-purpose", "ArrowDown");
      await page.press("#f-stay-purpose", "ArrowDown");
      await page.press("#f-stay-purpose", "Enter");
      const chosen = await page.inputValue("#f-stay-purpose");
      assert.ok(chosen.length > 2);
      await page.focus("#f-stay-purpose");
      await page.keyboard.type("қ");
      await page.keyboard.press("Escape");
      assert.equal(await page.inputValue("#f-stay-purpose"), chosen);
    }],
    ["Escape twice asks before a draft is thrown away", async () => {
      await page.focus("#f-applicant-surname");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.waitForSelector("[role=alertdialog]");
      await axe(page, "discard");
      await page.click("[role=alertdialog] button.bad");
      await page.waitForFunction(() => document.querySelector("#f-applicant-surname")?.value === "");
    }],
    ["what goes out on a stick is said in words, and the file is a bundle", async () => {
      await page.goto(`${places.first}/#/stick`);
      await page.waitForSelector(".stick button.primary");
      const [downloaded] = await Promise.all([page.waitForEvent("download"), page.click(".stick button.primary")]);
      assert.match(downloaded.suggestedFilename(), /\.bundle$/);
      await page.waitForSelector(".notice-good");
      await axe(page, "stick");
    }],
    ["the information page needs no login", async () => {
      const stranger = await watch.page(browser, { language: "ru" });
      await stranger.goto(`${places.first}/information`);
      await stranger.waitForSelector(".hours tr");
      assert.ok((await stranger.textContent(".information-office")).length > 20);
      await axe(stranger, "information");
      await stranger.context().close();
    }],
    ["no screen is wider than a phone", async () => {
      const phone = await watch.page(browser, { width: 360, height: 740, language: "kk" });
      await steps.log_in(phone, places.first, places.user, places.password);
      for (const place of ["new", "book", "tasks", "stick", "status", "account", "queue", "due", "custody", "complaints", "complaints/new", "indicators", "portal"]) {
        await phone.goto(`${places.first}/#/${place}`);
        await phone.waitForTimeout(200);
        assert.ok((await phone.evaluate(() => document.documentElement.scrollWidth)) <= 360, place);
        await axe(phone, `${place} on a phone`);
      }
      await phone.context().close();
    }],
    ["status and account pages are accessible", async () => {
      for (const place of ["status", "account"]) {
        await page.goto(`${places.first}/#/${place}`);
        await page.waitForSelector("main h1");
        await axe(page, place);
      }
    }],
    ["at logout the page forgets who was there", async () => {
      await page.click(".who button.quiet");
      await page.waitForSelector("#login-name");
      assert.equal(await page.inputValue("#login-name"), "");
      await page.context().close();
    }],
  ];
}
