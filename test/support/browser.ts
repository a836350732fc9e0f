import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's and Alpine's, CHROMIUM names another one. */
const PLACES = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
export const CHROMIUM = PLACES.find((place) => place !== '' && existsSync(place));

export interface Visit {
  page: Page;
  /** What the browser has complained of: scripts that threw, and what the page's policy has stopped. */
  complaints: string[];
}

/** A browser as people have one; each visit is somebody else's, without a cookie. */
export async function startBrowser() {
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-dev-shm-usage'], // as root, and where /dev/shm is small
  });
  return {
    close: () => browser.close(),
    async visit(options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // an answer that is an error is told there too, and is shown on the page
        if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
          complaints.push(message.text());
      });
      return { page, complaints };
    },
  };
}

/** Goes to a page by its keys; again, where a busy machine was slower between the two than the page waits. */
export async function goByKeys(page: Page, key: string, title: string): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    const heading = page.getByRole('heading', { level: 1, name: title });
    const isThere = await heading.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error(`g ${key} did not lead to ${title}`);
}

/** What is wrong for who cannot see or use a mouse, by axe's rules: each with where. */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source); // by the browser's own protocol: the page's policy allows no such thing
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
}
