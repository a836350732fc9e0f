import type { Page } from 'playwright-core';
import { startBrowser, type Visit } from './browser.js';
import { startIncidents } from './incidents.js';
import { browserOf } from './sessions.js';

/** The application with incidents, and a browser in which an approver is signed in. */
export async function startIncidentPage(emulator: string) {
  const on = await startIncidents(emulator);
  const { app, keys } = on.on;
  const browser = await startBrowser();
  const link = async (key: string) => `${app.url}/#sign-in=${await browserOf(app).code(key)}`;
  const signedIn = async (key: string): Promise<Visit> => {
    const visit = await browser.visit();
    await visit.page.goto(await link(key));
    await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return visit;
  };
  const approver = await signedIn(keys.approver);
  const { page } = approver;
  return {
    ...{ on, app, keys, browser, link, signedIn, approver, page },
    at: (path: string) => `${app.url}/ui/${path}`,
    counted: (name: string) => page.locator(`[data-count="${name}"]`),
    button: (name: string, of: Page = page) => of.getByRole('button', { name, exact: true }),
    close: async () => {
      await browser.close();
      await on.close();
    },
  };
}
export type IncidentPage = Awaited<ReturnType<typeof startIncidentPage>>;
