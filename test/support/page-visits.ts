import type { TestApp } from './app.js';
import { startBrowser, type Visit } from './browser.js';
import { browserOf } from './sessions.js';

/** What is no markup wherever it is shown. */
export const SCRIPT = '<img src=x onerror="document.title=`taken`">';

/** A browser before the page, in which people sign in with their keys. */
export async function startVisits(app: TestApp) {
  const browser = await startBrowser();
  const link = async (key: string) => `${app.url}/#sign-in=${await browserOf(app).code(key)}`;
  return {
    browser,
    link,
    at: (path: string) => `${app.url}/ui/${path}`,
    /** Somebody's visit; `path`: where it begins. */
    async signedIn(key: string, path = ''): Promise<Visit> {
      const visit = await browser.visit({ permissions: ['clipboard-read', 'clipboard-write'] });
      await visit.page.goto(await link(key));
      await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
      if (path !== '') await visit.page.goto(`${app.url}/ui/${path}`);
      return visit;
    },
    close: () => browser.close(),
  };
}
export type Visits = Awaited<ReturnType<typeof startVisits>>;
