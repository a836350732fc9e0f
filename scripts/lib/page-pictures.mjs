import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, startPageBrowser } from './page-browser.mjs';

const LOOKS = [
  ['light', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
  ['phone', { colorScheme: 'light', viewport: { width: 360, height: 740 } }],
];

/** Writes a picture of each page in each look to `folder`: NAME-LOOK.png. @param pages [name, path beneath /ui][] */
export async function pagePictures(service, pages, folder) {
  mkdirSync(folder, { recursive: true });
  const browser = await startPageBrowser();
  try {
    for (const [look, options] of LOOKS) {
      const page = await signedIn(browser, service, options);
      for (const [name, path] of pages) {
        await page.goto(`${service.url}/ui/${path}`);
        // what is watched live never goes quiet
        await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
        await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
  }
}
