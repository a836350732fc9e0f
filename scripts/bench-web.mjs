import { parseArgs } from 'node:util';
import { benchDatabase } from './bench/database.mjs';
import { seedEvidence } from './bench/pack-evidence.mjs';
import { output } from './lib/output.mjs';
import { signedIn, startPageBrowser } from './lib/page-browser.mjs';
import { build, buildPage, install, ROOT } from './lib/project.mjs';
import { startService } from './lib/service.mjs';

const HELP = `npm run bench:web -- [--findings 100000]

Opens the page in Chromium against a service with so many findings, and prints one JSON line:
{scriptKb, interactiveMs, slowdown, findings, scrolled, frames, worstFrameMs, over50Ms}. scriptKb: script of the overview,
with its chart, as it came over the wire (1,000 bytes). interactiveMs: from the request of the page to the numbers of the
overview, with the processor slowed down so many times. worstFrameMs: while the list of findings is scrolled through its pages.
`;
const SLOWDOWN = 4;
const SCROLL_MS = 15_000;
/** Notes how long each frame took, in the page. */
const WATCH = `
  window.frames_ = []; let last = performance.now();
  requestAnimationFrame(function frame(now) { window.frames_.push(now - last); last = now; requestAnimationFrame(frame); });`;
const stops = [];
process.chdir(ROOT);
let code = 0;
try {
  const { values } = parseArgs({
    options: { findings: { type: 'string', default: '100000' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) console.log(HELP);
  else console.log(JSON.stringify(await bench(Number(values.findings))));
} catch (error) {
  code = 1;
  console.error(error.stack);
}
for (const stop of stops.reverse()) await stop();
process.exit(code);

async function bench(findings) {
  const out = output(process.stderr);
  await install(out);
  await build(out);
  await buildPage(out);
  const database = await benchDatabase(stops);
  await seedEvidence(database.query, findings);
  const service = await startService({ DATABASE_URL: database.url });
  stops.push(service.stop);
  await service.ready;
  await seedScores(database.query, service);
  const browser = await startPageBrowser();
  stops.push(() => browser.close());
  const first = await firstLoad(browser, service);
  return { ...first, findings, ...(await scrolling(browser, service)) };
}

/** Three months of scores of each framework: without them the overview has no chart, and is smaller than people's. */
async function seedScores(query, { url, key }) {
  const answer = await fetch(`${url}/frameworks?limit=100`, { headers: { authorization: `Bearer ${key}` } });
  const frameworks = (await answer.json()).items.map(({ id }) => id);
  await query(
    `INSERT INTO scores (id, tenant_id, account_id, framework_id, at, score, coverage, counts, requirements)
     SELECT 'score_' || md5(f || d), 'default', '123456789012', f, now() - d * interval '1 day', 40 + d % 30, 90, '{}', '{}'
       FROM unnest($1::text[]) f CROSS JOIN generate_series(0, 89) d`,
    [frameworks],
  );
}

async function firstLoad(browser, service) {
  const page = await signedIn(browser, service);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const scripts = new Set();
  let bytes = 0;
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(`${service.url}/ui/`, { waitUntil: 'commit' });
  await page.waitForSelector('[data-count="savings"]');
  const interactiveMs = Math.round(await page.evaluate('performance.now()'));
  await page.waitForLoadState('networkidle');
  await page.context().close();
  return { scriptKb: Math.round(bytes / 100) / 10, interactiveMs, slowdown: SLOWDOWN };
}

async function scrolling(browser, service) {
  const page = await signedIn(browser, service);
  await page.goto(`${service.url}/ui/findings`);
  await page.waitForSelector('.row');
  await page.waitForLoadState('networkidle');
  await page.hover('.list');
  await page.evaluate(WATCH);
  for (const end = Date.now() + SCROLL_MS; Date.now() < end;) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(30);
  }
  const frames = (await page.evaluate('window.frames_')).slice(1);
  const scrolled = await page.evaluate(`Math.round(document.querySelector('.list').scrollTop / 56)`);
  await page.context().close();
  return {
    scrolled,
    frames: frames.length,
    worstFrameMs: Math.round(Math.max(...frames) * 10) / 10,
    over50Ms: frames.filter((ms) => ms > 50).length,
  };
}
