import { chromium } from 'playwright-core';
import { findBrowser } from './screenshot.mjs';

const SESSION = 'shepherd_session';

/** A Chromium for the page of a service. @throws Error where there is none */
export async function startPageBrowser() {
  const found = await findBrowser();
  if (found === undefined) throw new Error('There is no Chromium (CHROMIUM=path names one)');
  const executablePath = found.includes('/') ? found : `/usr/bin/${found}`;
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A visit of somebody who is signed in by a key. @param options of Playwright's newContext */
export async function signedIn(browser, { url, key }, options = {}) {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  if (!answer.ok) throw new Error(`Signing in was answered with ${answer.status}`);
  const value = new RegExp(`${SESSION}=([^;]+)`).exec(answer.headers.get('set-cookie') ?? '')?.[1];
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  await context.addCookies([{ name: SESSION, value, url, httpOnly: true, sameSite: 'Strict' }]);
  return context.newPage();
}
