import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lastLines, run } from './processes.mjs';

/** Pictures of pages by a headless Chromium: what people will see, for people to look at. */

const BROWSERS = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'];
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--force-device-scale-factor=1',
];

/** @returns the browser that is there, or undefined */
export async function findBrowser() {
  for (const browser of BROWSERS.filter(Boolean)) {
    const { code } = await run(browser, ['--version']);
    if (code === 0) return browser;
  }
  return undefined;
}

/**
 * Writes a picture of a whole page, as high as it is (`maxHeight` at most).
 * @param {string} browser of findBrowser
 * @param {string} html the page; it loads nothing
 * @param {string} file where the PNG goes
 */
export async function picture(browser, html, file, { width = 800, maxHeight = 2400, dark = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-picture-'));
  try {
    const page = join(folder, 'page.html');
    writeFileSync(page, html);
    const scheme = dark ? ['--blink-settings=preferredColorScheme=0'] : [];
    const look = [...QUIET, ...scheme, `--user-data-dir=${join(folder, 'profile')}`];
    const height = Math.min(maxHeight, await heightOf(browser, look, html, folder, width));
    const size = `--window-size=${width},${height}`;
    await browse(browser, [...look, size, `--screenshot=${file}`, pathToFileURL(page).href]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Asked of a copy of the page that says it at its end: a picture has no height of its own. */
async function heightOf(browser, look, html, folder, width) {
  const asking = join(folder, 'asking.html');
  const say =
    'addEventListener("load",()=>document.body.append(`HEIGHT=${document.documentElement.scrollHeight};`))';
  writeFileSync(asking, `${html}<script>${say}</script>`);
  const args = [...look, `--window-size=${width},200`, '--dump-dom', pathToFileURL(asking).href];
  const { log } = await browse(browser, args);
  const said = /HEIGHT=(\d+);/.exec(log)?.[1];
  if (said === undefined)
    throw new Error(`The browser did not say how high the page is:\n${lastLines(log, 5)}`);
  return Number(said);
}

async function browse(browser, args) {
  const result = await run(browser, args);
  if (result.code !== 0) throw new Error(`The browser failed:\n${lastLines(result.log, 5)}`);
  return result;
}
