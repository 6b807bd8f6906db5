// Paper stays the legal carrier (cl. 2): every sheet goes to a PDF and is read back, in three languages, with its size.
import assert from "node:assert/strict";
import { in_language, kPaper, print } from "./paper.mjs";
import { applicant, day, kPapers } from "./people.mjs";
import * as steps from "./steps.mjs";

const kLanguages = ["kk", "ru", "en"];
/** Sentences of the standard, as the page must have them; Kazakh is its own wording. */
const kSentences = {
  kk: {
    basis: ["Қазақстан Республикасы Үкіметінің 2009 жылғы 14 желтоқсандағы № 2105 қаулысымен", "«Халықтың көші-қоны туралы» 2011 жылғы 22 маусымдағы Қазақстан Республикасы Заңының 6, 8, 9, 48-баптары", "1995 жылғы 19 маусымдағы Қазақстан Республикасы Заңының 21, 22-баптары", "2012 жылғы 21 қаңтардағы № 148 қаулысымен бекітілген", "2010 жылғы 20 шілдедегі № 745 қаулысымен бекітілген"],
    free: "Мемлекеттік қызмет тегін болып табылады.",
    help: "хатшылығының қызметкері уәкілетті лауазымды адамдардың әрекетіне (әрекетсіздігіне) шағымдану тәртібін түсіндіреді және шағым дайындауға көмек көрсетеді",
    court: "тұтынушы заңнамада белгіленген тәртіппен сотқа жүгінуге құқылы",
    ministry: ["010000, Астана қаласы, Тәуелсіздік көшесі, 1/1", "8 (7172) 71-51-31", "«Ішкі істер органдарының қызметі туралы»"],
    queue: "Қабылдау кезек тәртібімен, алдын ала жазылусыз және жедел қызмет көрсетусіз жүзеге асырылады.",
    visa: "Түркия — 1 айға дейін", categories: 4, sample: "ҮЛГІ", ground: "16-тармағы", complaint: "Шағым еркін нысанда", incomplete: "Құжаттар толық көлемде берілмеген",
  },
  ru: {
    basis: ["от 14 декабря 2009 года № 2105", "от 19 июня 1995 года", "от 21 января 2012 года № 148", "от 20 июля 2010 года № 745"],
    free: "Государственная услуга бесплатна.", help: "разъясняет порядок обжалования действий (бездействия) уполномоченных должностных лиц", court: "вправе обратиться в суд",
    ministry: ["010000, город Астана", "8 (7172) 71-51-31"], queue: "в порядке очереди", visa: "до 1 месяца", categories: 4, sample: "ОБРАЗЕЦ", ground: "пункт 16 стандарта", complaint: "Жалоба принимается", incomplete: "не в полном объёме",
  },
  en: {
    basis: ["No. 2105 of 14 December 2009", "of 19 June 1995", "No. 148 of 21 January 2012", "No. 745 of 20 July 2010"],
    free: "The state service is free of charge.", help: "explains how to complain about actions", court: "has the right to go to court",
    ministry: ["010000, Astana", "8 (7172) 71-51-31"], queue: "no ", visa: "up to 1 month", categories: 4, sample: "SAMPLE", ground: "clause 16 of the standard", complaint: "A complaint is accepted in writing", incomplete: "incomplete",
  },
};
const kLong = { surname: "ABDIRAKHMANGALIULY-SULEIMENOV-KONSTANTINOPOLSKY", local: "Әбдірахманғалиұлы-Сүлейменов-Өмірбекқызы-Шыңғысханұлының-Һәм" };

/** Everything is on the paper, with no word torn: spaces and line ends of the print do not count. */
function has(text, wanted, where) {
  const plain = (words) => words.replace(/[\s\u00ad]+/g, "").replace(/\u2011/g, "-");
  for (const each of [wanted].flat()) assert.ok(plain(text).includes(plain(each)), `${where}: “${each}” is missing in “${text.slice(0, 3000)}”`);
}

const same_size = (sheets, size, pages, where) => assert.deepEqual(sheets, Array.from({ length: pages }, () => kPaper[size]), where);

/** Draws the sheet that is open in each language, prints it and looks at size, number of sheets and words. */
/** `said`: a sentence of the daemon's in that language, which is asked for when the paper's language is chosen. */
async function in_every_language(page, name, { size, pages = 1, words, said }) {
  const texts = {};
  for (const language of kLanguages) {
    await in_language(page, language);
    if (said) await page.getByText(said[language]).first().waitFor();
    const { sheets, text, faces } = await print(page, `${name}-${language}`);
    same_size(sheets, size, pages, `${name} ${language}`);
    assert.ok(faces.length <= 1, `${name} ${language}: Kazakh letters come from another face than the rest: ${faces}`);
    has(text, words(language), `${name} ${language}`);
    texts[language] = text;
  }
  return texts;
}

function public_tests({ watch, browser, places, axe }) {
  return [
    ...kLanguages.map((language) => [`${language}: the information page states legal basis, that the service is free, how to complain, and the ministry's address`, async () => {
      const page = await watch.page(browser, { language });
      await page.goto(`${places.first}/information`);
      await page.waitForSelector(".hours tr");
      const text = await page.textContent("main");
      const { basis, free, help, court, ministry, queue } = kSentences[language];
      for (const [what, words] of Object.entries({ basis, free, help, court, ministry, queue })) has(text, words, what);
      has(await page.textContent(".information-office"), ["www.mvd.kz"], "office");
      await axe(page, "information page with all of its sentences");
      await page.context().close();
    }]),
    ["blank forms and filled samples print without a login", async () => {
      const page = await watch.page(browser, { language: "kk" });
      await page.goto(`${places.first}/information`);
      await page.click("#to-forms");
      await page.waitForSelector(".form-list li");
      await axe(page, "list of forms");
      const year = String(new Date().getFullYear());
      for (const [form, size, pages] of [["application", "a4", 1], ["letter", "a4", 1], ["arrival", "a5", 2], ["coupon", "a5", 1]]) {
        await page.goto(`${places.first}/#/forms/${form}/blank`);
        await page.waitForSelector(".sheet");
        const blank = await in_every_language(page, `${form}-blank`, { size, pages, words: () => [] });
        await page.goto(`${places.first}/#/forms/${form}/sample`);
        await page.waitForSelector(".sheet-sample");
        if (form === "application") await axe(page, "filled sample");
        const filled = await in_every_language(page, `${form}-sample`, { size, pages, words: (language) => [kSentences[language].sample, "SAMPLE AYSE NUR", "U00000000", `10.03.${year}`] });
        for (const language of kLanguages) {
          assert.ok(!blank[language].includes("AYSE") && !blank[language].includes("00000000"), `${form}: a blank form is empty`);
          assert.ok(!blank[language].includes(kSentences[language].sample), `${form}: only samples say so`);
          assert.ok(filled[language].length > blank[language].length);
        }
      }
      await page.context().close();
    }],
    ["the stand's poster has the papers, categories and states of the rule set in force, hours, complaints and the legal basis", async () => {
      const page = await watch.page(browser, { language: "kk" });
      await page.goto(`${places.first}/#/forms/poster`);
      await page.waitForSelector(".poster");
      await axe(page, "poster");
      const { papers_long_stay, categories, hours } = await page.evaluate(async () => (await fetch("/api/v1/information")).json());
      assert.equal(categories.length, await page.locator(".who-files ul ul li").count());
      assert.equal(papers_long_stay.length, await page.locator(".papers-needed ol:last-of-type li").count());
      await in_every_language(page, "poster", { size: "a4", pages: 3, words: (language) => {
        const { basis, free, help, court, ministry, visa } = kSentences[language];
        return [...basis, free, help, court, ...ministry, visa, hours["1"].opens, hours["1"].closes];
      } });
      await page.context().close();
    }],
  ];
}

/** As the browser itself would send it; the answer's JSON. */
const send = (page, path, body) => page.evaluate(async ([address, sent]) => {
  const answer = await fetch(`/api/v1${address}`, { method: "POST", headers: { "X-Tirkeu": "1", "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json", "Accept-Language": "kk" }, body: JSON.stringify(sent) });
  return { status: answer.status, json: await answer.json().catch(() => null) };
}, [path, body]);

function desk_tests(context) {
  const { places, salt, axe } = context;
  return [
    ["what was typed fills a form for the applicant to sign, and an organisation gets the text for its letterhead", async () => {
      const page = (context.page = await context.watch.page(context.browser, { language: "kk" }));
      await steps.log_in(page, places.first, places.user, places.password);
      await steps.type_application(page, applicant(salt, { fields: { "applicant-surname": kLong.surname, "applicant-given-names": "", "applicant-surname-local": kLong.local, "applicant-given-names-local": "", "document-number": `L${salt}` } }));
      await page.waitForSelector(".draft-saved");
      await page.click("#print-typed");
      await page.waitForSelector(".letterhead-space");
      await axe(page, "form filled with what was typed");
      await in_every_language(page, "letter-typed", { size: "a4", words: () => ["ТОО Индер", "061211600012", kLong.surname, kLong.local, `L${salt}`] });
      await page.click("#typed-application");
      await in_every_language(page, "application-typed", { size: "a4", words: () => [kLong.surname, "Индербор, Нысанбаев, 9"] });
      await page.click(".form-choice a");
      await page.waitForFunction((surname) => document.querySelector("#f-applicant-surname")?.value === surname, kLong.surname);
    }],
    ["the ticket has the nine lines of Annex 4, day and hour, one name of sixty letters, and says that the service is free", async () => {
      const { page } = context;
      await page.focus("#f-applicant-surname");
      context.ticket = await steps.accept(page);
      await in_every_language(page, "ticket", { size: "a5", words: (language) => [context.ticket, kLong.surname, `L${salt}`, kSentences[language].free] });
      assert.equal(await page.locator(".ticket-papers li").count(), 9);
    }],
    ["a print is told to the daemon and does not wait for it", async () => {
      const { page } = context;
      const described = await page.evaluate(async () => JSON.stringify(await (await fetch("/api/v1/openapi.json")).json()).includes("/printed"));
      if (!described) return;
      const told = page.waitForRequest((request) => request.url().endsWith("/printed"));
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      assert.deepEqual(JSON.parse((await told).postData()), { what: "ticket" });
    }],
    ["a hit before acceptance prints a referral with address, phones, hours, ticket and day of the first office", async () => {
      const { page } = context;
      await steps.sync(page);
      const other = (context.other = await context.watch.page(context.browser, { language: "kk" }));
      await steps.log_in(other, places.second, places.user, places.password);
      // A real hub publishes what the index wants after the round that brought it.
      for (let round = 0; round < (places.mock ? 1 : 4); ++round) {
        await steps.sync(other);
        if (!places.mock) await other.waitForTimeout(700);
      }
      await steps.type_application(other, applicant(salt, { fields: { "document-number": `L${salt}` } }), kPapers);
      await other.keyboard.press("Control+Enter");
      await other.waitForSelector("[role=alertdialog]");
      await other.click("[role=alertdialog] .choice button.primary");
      await other.waitForSelector(".sheet");
      const first = (await other.evaluate(async () => (await fetch("/api/v1/offices")).json().then((all) => all.items ?? all))).find((each) => each.code === context.ticket.split("/")[0]);
      await axe(other, "referral");
      const accepted = await page.evaluate(async (ticket) => (await (await fetch(`/api/v1/applications?q=${encodeURIComponent(ticket)}`)).json()).items[0].accepted_at, context.ticket);
      await in_every_language(other, "referral", { size: "a5", words: (language) => [context.ticket, first.name_kk, first.address_kk, first.migration_phones[0], "09:00–18:00", "13:00–14:30", kSentences[language].court, accepted.slice(0, 10).split("-").reverse().join(".")] });
    }],
    ["a refusal tells ground and clause, what is missing, the officer's words, how to complain, and the way to court", async () => {
      const { page } = context;
      await steps.type_application(page, applicant(salt, { fields: { "document-number": `R${salt}` } }), ["identity_document"]);
      const ticket = await steps.accept(page);
      await steps.open_by_ticket(page, ticket);
      await page.click(".record-actions button:nth-child(2)");
      await page.fill("[role=dialog] #act-text", "Карточка үйде қалған.\nҚайта әкеліңіз.");
      await page.click("[role=dialog] .choice button.bad");
      await page.waitForSelector(".sheet .letter-rights");
      await axe(page, "refusal");
      await in_every_language(page, "refusal", { size: "a4", words: (language) => {
        const { ground, court, complaint, incomplete, free } = kSentences[language];
        return [ticket, "YILMAZ MEHMET", "ТОО Индер", `R${salt}`, incomplete, ground, court, complaint, free, "Карточка үйде қалған.", "8 (7172) 71-51-31"];
      } });
      assert.equal(await page.locator(".sheet-list li").count(), 2);
    }],
  ];
}

/** The longest office of Annex 1 and a name of sixty letters fit on both sides of the talon, and nothing is cut off. */
async function holds_long_names(page) {
  const offices = await page.evaluate(async () => (await fetch("/api/v1/offices")).json().then((all) => all.items ?? all));
  const office = offices.reduce((longest, each) => (each.name_kk.length > longest.length ? each.name_kk : longest), "");
  assert.ok(office.length > 90);
  await page.emulateMedia({ media: "print" });
  const [body, by] = [".sheet-talon .on-line", ".sheet-talon .on-line ~ .on-line"];
  await page.locator(body).first().evaluate((line, text) => (line.textContent = text), office);
  await page.locator(by).first().evaluate((line, text) => (line.textContent += text.slice(0, 60)), kLong.local);
  const sides = await page.$$eval(".sheet-talon", (all) => all.map((side) => ({ height: side.scrollHeight - side.clientHeight, width: side.scrollWidth - side.clientWidth })));
  assert.deepEqual(sides, [{ height: 0, width: 0 }, { height: 0, width: 0 }]);
  same_size((await print(page, "talon-long-names")).sheets, "talon", 2, "long names");
  await page.emulateMedia({ media: null });
}

function talon_tests(context) {
  const { axe, salt } = context;
  return [
    ["the queue talon is 75 by 55 millimetres with the fields of Annex 6", async () => {
      const { page, places } = context;
      await page.goto(`${places.first}/#/queue`);
      await page.waitForSelector("#queue-arrive");
      await page.click("#queue-arrive");
      await page.waitForSelector(".sheet-talon .queue-number");
      const number = await page.textContent(".sheet-talon .queue-number");
      await in_every_language(page, "talon-queue", { size: "talon", words: () => [number, String(new Date().getFullYear())] });
      await page.click("#talon-a5");
      same_size((await print(page, "talon-queue-a5")).sheets, "a5", 1, "on a sheet to be cut");
    }],
    ["a complaint's talon has on its back when, by whom, until when and where the answer, and whom to ask", async () => {
      const { page } = context;
      const { status, json } = await send(page, "/complaints", { channel: "person", kind: "person", name: "Үлгіұлы Әділ", patronymic: null, postal_address: "Индербор", contact: null, signed: true, text: `Кезек ${salt}` });
      assert.equal(status, 201);
      await page.goto(`${context.places.first}/#/complaints/${json.id}`);
      await page.click("#print-talon");
      await page.waitForSelector(".sheet-talon");
      await axe(page, "complaint talon");
      const due = json.due_on.split("-").reverse().join(".");
      const words = () => [json.number, due, json.received_at.slice(11, 16), json.accepted_by, "Ішкі істер департаменті"];
      await in_every_language(page, "talon-complaint", { size: "talon", pages: 2, words });
      await holds_long_names(page);
      await page.click("#talon-a5");
      await in_every_language(page, "talon-complaint-a5", { size: "a5", words });
      context.complaint = json;
    }],
    ["the department prints the talon of the same complaint", async () => {
      const { page, places, complaint } = context;
      await steps.sync(page);
      const hub = await context.watch.page(context.browser, { language: "kk" });
      await steps.log_in(hub, places.hub, places.admin, places.password);
      await hub.goto(`${places.hub}/#/complaints/${complaint.id}`);
      await hub.click("#print-talon");
      await in_every_language(hub, "talon-hub", { size: "talon", pages: 2, words: () => [complaint.number, complaint.due_on.split("-").reverse().join("."), complaint.accepted_by] });
      await hub.context().close();
    }],
    ["arrival sheets print twice and the coupon once for a stay of more than six months", async () => {
      const { page } = context;
      await steps.type_application(page, applicant(salt, { fields: { "document-number": `S${salt}`, "applicant-citizenship": "RUS", "document-issuing-state": "RUS", "stay-until": day(250) } }), ["identity_document", "migration_card", "application", "arrival_sheet_1", "arrival_sheet_2", "statistical_coupon", "photo"]);
      const ticket = await steps.accept(page);
      await steps.open_by_ticket(page, ticket);
      await page.click("#print-arrival");
      await in_every_language(page, "arrival", { size: "a5", pages: 2, words: () => [ticket, "Йылмаз Мехмет", "ТОО Индер", `S${salt}`] });
      await page.click(".print-bar > button:last-child");
      await page.click("#print-coupon");
      await in_every_language(page, "coupon", { size: "a5", words: () => [ticket, "Йылмаз Мехмет", `S${salt}`] });
      await page.click(".print-bar > button:last-child");
      await page.click("#print-orgletter");
      await in_every_language(page, "letter", { size: "a4", words: () => ["ТОО Индер", `S${salt}`] });
      await page.click(".print-bar > button:last-child");
    }],
    ["the mark has what goes into the card's column", async () => {
      const { page } = context;
      await page.click(".record-actions button.primary");
      await page.click("[role=dialog] button.primary");
      await page.waitForSelector("#print-mark");
      await page.click("#print-mark");
      await in_every_language(page, "mark", { size: "a5", words: () => ["YILMAZ MEHMET", day(250).replace(/^(..)(..)/, "$1.$2.")] });
    }],
  ];
}

/** What the department's verdict and the portal bring to paper. */
function verdict_tests(context) {
  const { places, salt, axe } = context;
  const fields = { "document-number": `A${salt}` };
  return [
    ["an annulled application prints a notice: the first office, the card to be corrected, complaint and court; the clerk is told what to do", async () => {
      const { page, other } = context;
      await steps.type_application(page, applicant(salt, { fields }));
      context.first = await steps.accept(page);
      await steps.type_application(other, applicant(salt, { fields }));
      context.second = await steps.accept(other);
      await steps.sync(page);
      await steps.sync(other);
      if (!places.decided_by_rule) {
        const hub = await context.watch.page(context.browser, { language: "kk" });
        await steps.log_in(hub, places.hub, places.admin, places.password);
        await steps.open_duplicate(hub, context.first);
        await steps.judge_first(hub, context.first, "Талон бұрын берілген");
        await hub.waitForSelector("#duplicate-state");
        await hub.context().close();
        await steps.sync(other);
      }
      await steps.open_by_ticket(other, context.second);
      await other.click("#print-annulment");
      await other.waitForSelector(".todo li:nth-child(3)");
      await axe(other, "annulment notice");
      const said = { kk: "Департамент әкімшісі", ru: "Администратор департамента", en: "An administrator of the department" };
      // The mock knows its reasons in one language.
      await in_every_language(other, "annulment", { ...(places.mock || places.decided_by_rule ? {} : { said }), size: "a4", words: (language) => [context.first, context.second, "09:00–18:00", kSentences[language].court, kSentences[language].complaint, "YILMAZ MEHMET"] });
    }],
    ["a refusal for a first application elsewhere names that office, its ticket and clause 15", async () => {
      const { other } = context;
      await other.click(".print-bar > button:last-child");
      await other.click(".record-actions button:nth-child(2)");
      await other.fill("[role=dialog] #act-text", "Бірінші бөлімшеге барыңыз.");
      await other.click("[role=dialog] .choice button.bad");
      await other.waitForSelector(".letter-rights");
      const first = (await other.evaluate(async () => (await fetch("/api/v1/offices")).json().then((all) => all.items ?? all))).find((each) => each.code === context.first.split("/")[0]);
      await in_every_language(other, "refusal-elsewhere", { size: "a4", words: (language) => [kSentences[language].ground.replace("16", "15"), context.first, first.address_kk, first.migration_phones[0]] });
    }],
    ["a registered application of the portal prints its label, which fits the passport", async () => {
      // Real daemons take requests of the portal from their hub; the shape of the label is theirs, its print is proved on the mock.
      if (!places.mock) return;
      const { page } = context;
      const body = { applicant: { surname: "ABDIRAKHMANGALIULY-SULEIMENOV", given_names: "MUHAMMED ALI", birth_date: "1990-01-02", sex: "M", citizenship: "UZB" }, document: { type: "passport", issuing_state: "UZB", number: `P${salt}` }, migration_card: { number: `8${salt}`, entry_date: "2026-11-01" }, stay: { purpose: "business", from: "2026-11-01", until: "2026-12-01", address: { office: "KZ-06-02", locality: "Құлсары", street: "Дүйсенбеков көшесі", house: "54" } }, host: null, category: "annex2-3", documents: kPapers, portal_request: "4242" };
      const { json } = await send(page, "/applications", body);
      await send(page, `/applications/${json.id}/decision`, { decision: "registered" });
      await steps.open_by_ticket(page, json.ticket_number);
      await page.click("#print-label");
      await page.waitForSelector(".label-frame");
      await axe(page, "label");
      await in_every_language(page, "label", { size: "a5", words: () => [json.ticket_number, "ABDIRAKHMANGALIULY-SULEIMENOV MUHAMMED ALI", `UZB P${salt}`, "01.12.2026", "Құлсары, Дүйсенбеков көшесі, 54"] });
      const cut = await page.evaluate(() => { const frame = document.querySelector(".label-frame"); return frame.scrollHeight <= frame.clientHeight && frame.scrollWidth <= frame.clientWidth; });
      assert.ok(cut, "nothing of the label is cut off");
    }],
  ];
}

export function prints(shared) {
  const context = { ...shared };
  return [
    ...public_tests(shared),
    ...desk_tests(context),
    ...talon_tests(context),
    ...verdict_tests(context),
    ["the pages of the prints close", async () => {
      for (const page of [context.page, context.other]) await page?.context().close();
    }],
  ];
}
