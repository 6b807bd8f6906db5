// A headless Chromium with a watch on every page: any request to another host, any breach of the content security policy and
// any error of the page's script is remembered, and a test at the end demands that there was none.
import { chromium } from "playwright-core";

const kFlags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"];

export async function open_browser() {
  return chromium.launch({ executablePath: process.env.TIRKEU_CHROMIUM ?? "/usr/bin/chromium", args: kFlags });
}

export class Watch {
  constructor(hosts) {
    this.hosts = new Set(hosts.map((url) => new URL(url).host));
    this.off_host = [];
    this.violations = [];
    this.errors = [];
  }

  /** A page of a fresh profile, as a clerk's PC: no cookies, no storage. */
  async page(browser, { width = 1024, height = 768, language } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, locale: "kk-KZ", timezoneId: "Asia/Aqtau", ignoreHTTPSErrors: true });
    if (language) await context.addInitScript((chosen) => localStorage.getItem("tirkeu.language") ?? localStorage.setItem("tirkeu.language", chosen), language);
    await context.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`)));
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && !this.hosts.has(url.host)) this.off_host.push(request.url());
    });
    page.on("console", (message) => {
      if (/CSP |Content Security Policy/.test(message.text())) this.violations.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
    return page;
  }
}
