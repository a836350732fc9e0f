import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoAccounts, demoSettings } from './demo/estate.mjs';
import { forgetAws } from './lib/aws-account.mjs';
import { emulatorEnv, emulatorPython, startEmulator } from './lib/emulator.mjs';
import { output } from './lib/output.mjs';
import { pagePictures } from './lib/page-pictures.mjs';
import { pagePlaces } from './lib/page-places.mjs';
import { run } from './lib/processes.mjs';
import { build, buildPage, install, ROOT } from './lib/project.mjs';
import { startReceivers } from './lib/receivers.mjs';
import { findBrowser, picture } from './lib/screenshot.mjs';
import { startService } from './lib/service.mjs';
import { slackPreviewHtml } from './lib/slack-preview.mjs';

/**
 * npm run pictures: what people get from the demo accounts (the Slack message, the email, the assessment's PDF and
 * HTML, a page that asks for a decision, the page itself), written to docs/pictures. Needs Chromium and pdftoppm (poppler-utils).
 */

const PICTURES = join(ROOT, 'docs/pictures');
const isScan = ({ text }) => /unused AWS resources/.test(text ?? '');
const isReport = ({ subject }) => /unused AWS resources/.test(subject ?? '');
const out = output(process.stderr);
const stops = [];
let failed;
process.chdir(ROOT);
try {
  await main();
} catch (error) {
  failed = error.message;
}
for (const stop of stops.reverse()) await stop();
if (failed !== undefined) console.error(failed);
process.exit(failed === undefined ? 0 : 1);

async function main() {
  const browser = await findBrowser();
  if (browser === undefined) throw new Error('There is no Chromium (CHROMIUM=path names one)');
  await install(out);
  await build(out);
  await buildPage(out);
  mkdirSync(PICTURES, { recursive: true });
  const receivers = await startReceivers();
  stops.push(receivers.stop);
  const { client, url, key } = await demoService(receivers);
  await scanned(client, receivers);
  await told(browser, receivers);
  await decided(browser, client, { url, receivers });
  await assessed(browser, client, { url, key });
  await reported(client);
  await visited(client, { url, key });
}

async function demoService({ slackUrl, smtpUrl }) {
  forgetAws();
  const made = await emulatorPython(out);
  if ('missing' in made) throw new Error(`There is no emulator: ${made.missing}`);
  const emulator = await startEmulator(made.python);
  stops.push(emulator.stop);
  await emulator.ready;
  execFileSync(process.execPath, [join(ROOT, 'scripts/demo/seed.mjs'), emulator.url]);
  const service = await startService({
    ...emulatorEnv(emulator.url),
    ...{ SLACK_WEBHOOK_URL: slackUrl, SMTP_URL: smtpUrl, ALERT_EMAIL_TO: 'security@acme.example' },
    ...{
      MAIL_FROM: 'Compliance Shepherd <shepherd@acme.example>',
      PUBLIC_URL: 'https://shepherd.acme.example',
    },
  });
  stops.push(service.stop);
  await service.ready;
  for (const account of demoAccounts) await service.client.post('/accounts', account);
  await service.client.put('/tenants/default/settings', demoSettings);
  return service;
}

async function scanned(client, receivers) {
  const step = out.progress('Scanning the demo accounts');
  await client.post('/api/schedule/trigger', { source: 'pictures' });
  await until('the scan message', () => receivers.slack.some(isScan) && receivers.mails.some(isReport));
  step.done('Scanned, and told');
}

async function told(browser, receivers) {
  const slack = receivers.slack.find(isScan);
  await picture(browser, slackPreviewHtml(slack.blocks), join(PICTURES, 'slack.png'), { width: 760 });
  const mail = receivers.mails.find(isReport);
  const page = withImages(mail);
  await picture(browser, page, join(PICTURES, 'email.png'), { width: 760 });
  await picture(browser, page, join(PICTURES, 'email-phone.png'), { width: 390, maxHeight: 1600 });
  out.done('slack.png, email.png, email-phone.png');
}

/** A browser knows no cid: addresses; mail programs put the attached images there. */
function withImages({ html, attachments }) {
  return attachments.reduce((text, { contentId, mimeType, content }) => {
    const data = `data:${mimeType};base64,${Buffer.from(content).toString('base64')}`;
    return text.replaceAll(`cid:${(contentId ?? '').replace(/^<|>$/g, '')}`, data);
  }, html);
}

/** A change of a bucket waits for somebody: the mail to that person, and the page behind its link. */
async function decided(browser, client, { url, receivers }) {
  const account = demoAccounts[0].accountId;
  const guardrails = { enabled: true, maxChangesPerHour: 10, approval: { levels: 1 } };
  await client.put(`/remediations/guardrails/${account}`, guardrails);
  const approver = { tenantId: 'default', name: 'approvals', role: 'approver', owner: 'jo@acme.example' };
  await client.post('/api-keys', approver);
  const controlId = 's3_bucket_level_public_access_block';
  const query = `controlId=${controlId}&status=open&accountId=${account}&limit=1`;
  const [finding] = (await client.get(`/findings?${query}`)).items;
  await client.post('/remediations', { findingIds: [finding.id] });
  let mail;
  await until('the mail to the approver', () => {
    mail = receivers.mails.find(({ to }) => to?.some(({ address }) => address === approver.owner));
    return mail !== undefined;
  });
  await picture(browser, withImages(mail), join(PICTURES, 'approval-email.png'), { width: 760 });
  const link = /https:\/\/shepherd\.acme\.example(\/links\/[^"\s<&]+)/.exec(mail.html)?.[1];
  if (link === undefined) throw new Error('The mail to the approver has no link');
  const page = await (await fetch(`${url}${link}`)).text();
  await picture(browser, page, join(PICTURES, 'link.png'), { width: 640 });
  out.done('approval-email.png, link.png');
}

async function assessed(browser, client, { url, key }) {
  const step = out.progress('Assessing CIS 3.0');
  const parameters = { framework: 'CIS', reportFormat: 'both', includeRecommendations: true };
  const body = { workflowType: 'compliance-assessment', tenantId: 'default', parameters };
  const { executionArn } = (await client.post('/workflows/start', body)).result;
  let shown;
  await until('the assessment', async () => {
    shown = (await client.get(`/workflows/${executionArn}/status`)).result;
    if (['FAILED', 'TIMED_OUT', 'ABORTED'].includes(shown.status))
      throw new Error(`The assessment ended as ${shown.status}: ${JSON.stringify(shown).slice(0, 2000)}`);
    return shown.status === 'SUCCEEDED';
  });
  const [report] = (await client.get('/reports?kind=assessment&limit=1')).items;
  const file = async (format) => {
    const headers = { authorization: `Bearer ${key}` };
    return Buffer.from(
      await (
        await fetch(`${url}/reports/${report.reportId}/download?format=${format}`, { headers })
      ).arrayBuffer(),
    );
  };
  await pdfPictures(await file('pdf'), 'executive');
  const html = String(await file('html'));
  await picture(browser, html, join(PICTURES, 'technical.png'), { width: 1100, maxHeight: 1800 });
  step.done('executive-1.png, executive-2.png, technical.png');
}

/** A bucket that is open to all is an incident: people are asked before it is closed. */
async function reported(client) {
  const step = out.progress('Reporting an incident');
  const { incidentId } = await client.post('/incidents', {
    ...{ incidentType: 'public-bucket', severity: 'critical', autoRemediate: true },
    title: 'Files of customers can be read by everyone',
    description: 'A search engine has shown an invoice that lies in this bucket.',
    resourceArns: ['arn:aws:s3:::acme-web-assets'],
  });
  const id = async () => (await client.get('/incidents?limit=1')).items[0]?.id;
  const isPlanned = async () => (await client.get(`/incidents/${incidentId}`)).containments.length > 0;
  await until('the plan of the incident', async () => (await id()) === incidentId && (await isPlanned()));
  step.done('Reported an incident');
}

/** The page itself, as who looks after these accounts sees it. */
async function visited(client, service) {
  const step = out.progress('Looking at the page');
  const pages = await pagePlaces(client);
  await pagePictures(service, pages, join(PICTURES, 'page'));
  step.done(`page: ${pages.map(([name]) => name).join(', ')}`);
}

async function pdfPictures(pdf, name) {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-pdf-'));
  try {
    writeFileSync(join(folder, 'x.pdf'), pdf);
    const { code, log } = await run('pdftoppm', [
      '-r',
      '80',
      '-png',
      join(folder, 'x.pdf'),
      join(PICTURES, name),
    ]);
    if (code !== 0) throw new Error(`pdftoppm failed: ${log}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function until(what, holds, timeoutMs = 600_000) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(300)) if (await holds()) return;
  throw new Error(`${what} did not come`);
}
