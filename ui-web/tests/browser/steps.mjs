// What a clerk and an administrator do, once, for the mock and for real daemons alike. Elements are found by their fixed ids, never by text
// of one language, so the same steps run in all three.
import { kPapers } from "./people.mjs";

export async function log_in(page, url, user, password) {
  await page.goto(url);
  await page.fill("#login-name", user);
  await page.fill("#login-password", password);
  await page.press("#login-password", "Enter");
  await page.waitForSelector(".shell");
}

/** Fills the application field by field, leaving each with Enter. */
export async function type_application(page, fields, papers = kPapers) {
  await page.keyboard.press("F6");
  await page.waitForSelector("#f-applicant-surname");
  for (const [name, value] of Object.entries(fields)) {
    await page.fill(`#f-${name}`, value);
    await page.press(`#f-${name}`, "Enter");
  }
  for (const paper of papers) {
    await page.focus(`#paper-${paper}`);
    if (!(await page.isChecked(`#paper-${paper}`))) await page.keyboard.press("Space");
  }
}

/** Ctrl+Enter, and the ticket number of the page that follows. */
export async function accept(page) {
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#ticket-number");
  return (await page.textContent("#ticket-number")).trim();
}

export async function sync(page) {
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/v1/sync"));
  await page.click(".foot .sync button");
  const answer = await answered;
  if (!answer.ok()) throw new Error(`sync answered ${answer.status()}: ${await answer.text()}`);
}

/** Finds an application by its ticket number in the book and opens it with the keyboard. */
export async function open_by_ticket(page, ticket, key = "F7") {
  await page.keyboard.press(key);
  await page.waitForSelector("#book-q");
  await page.fill("#book-q", ticket);
  await page.waitForFunction((wanted) => {
    const rows = [...document.querySelectorAll("table.list tbody tr")];
    return rows.length === 1 && rows[0].textContent.includes(wanted);
  }, ticket);
  await page.press("#book-q", "ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".record");
}

/** What the application's page says: its confirmation as the chip's class, and all of its text. */
export async function confirmation(page) {
  await page.waitForSelector(".verdict");
  const classes = await page.getAttribute(".verdict .chip", "class");
  return { confirmation: /chip-(\w+)/.exec(classes)[1], text: await page.textContent(".verdict") };
}

/** At the hub: opens the duplicate that holds this ticket. */
export async function open_duplicate(page, ticket, state = "open") {
  await page.keyboard.press("F7");
  await page.waitForSelector("#duplicate-state");
  await page.selectOption("#duplicate-state", state);
  await page.waitForSelector(`.card:has-text("${ticket}")`);
  await page.click(`.card:has-text("${ticket}") a`);
  await page.waitForSelector(".compare");
}

export async function judge_first(page, ticket, reason) {
  await page.click(`.decision label:has-text("${ticket}")`);
  await page.fill("#judge-reason", reason);
  const answered = page.waitForResponse((response) => /\/duplicates\/[^/]+\/decision$/.test(response.url()));
  await page.click(".decision button.primary");
  const answer = await answered;
  if (!answer.ok()) throw new Error(`decision answered ${answer.status()}: ${await answer.text()}`);
}
