import { ApiError, api, followScan } from './lib/api.mjs';
import { clip } from './lib/output.mjs';

/**
 * The first start's tour, by the public API alone: registers the accounts, scans them once, shows what was found and
 * what to try next. Later starts show the findings that are stored.
 *
 * @typedef {{ accountId: string, name: string, roleArn?: string, externalId?: string, regions: string[] | null }} Account
 * @typedef {{ url: string, key: string, keyFile: string | undefined, firstStart: boolean, accounts: Account[],
 *   settings?: object, notes: string[], out: import('./lib/output.mjs').Output }} Tour
 *   keyFile: as a person types it; undefined when the key was given by SHEPHERD_API_KEY.
 *   settings: of the tenant, put when an account is new.
 * @param {Tour} tour
 */
export async function tour(tour) {
  const client = api(tour.url, tour.key);
  const page = await signInLink(client, tour.url);
  tour.out.line(`    The page: ${tour.out.paint.cyan(page)}`); // now, so that the first scan can be watched there
  const isNew = await register(client, tour);
  const registered = await collect(client.all('/accounts'));
  if (tour.accounts.length > 0) await scanOnce(client, tour.out, isNew);
  const findings = await collect(client.all('/findings?status=open'));
  const scores = tour.accounts.length > 0 ? await scoresOf(client) : [];
  show({ ...tour, page }, registered, { findings, scores });
}

/** Signs in who started the service, once: the key need not be typed. */
async function signInLink(client, url) {
  const link = await client.post('/session/links', {});
  return new URL(link.url, url).href;
}

/** Frameworks that the tour shows; GET /frameworks has them all. */
const SHOWN = ['cis-3.0', 'fsbp', 'pci-dss-4.0'];

const scoresOf = (client) => Promise.all(SHOWN.map((id) => client.get(`/frameworks/${id}/assessment`)));

/** @returns whether one of the accounts was not known yet */
async function register(client, { accounts, settings, out }) {
  let isNew = false;
  const known = new Set((await collect(client.all('/accounts'))).map((account) => account.accountId));
  const unknown = accounts.filter(({ accountId }) => !known.has(accountId));
  // Before the accounts: a start that is broken off in between does this again.
  if (unknown.length > 0 && settings) await client.put('/tenants/default/settings', settings);
  for (const account of unknown) {
    try {
      await client.post('/accounts', account);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
      out.warn(`Account ${account.accountId} is registered with another tenant`);
      continue;
    }
    isNew = true;
    out.done(`Registered account ${account.accountId} (${account.name})`);
  }
  return isNew;
}

async function scanOnce(client, out, isNew) {
  const { items: scans } = await client.get('/scans?limit=50');
  const active = scans.find(({ status }) => status === 'queued' || status === 'running');
  const isScanned = scans.some(({ status }) => status === 'completed' || status === 'completed_with_errors');
  if (active === undefined && isScanned && !isNew) return;
  const scanId =
    active?.scanId ?? (await client.post('/scans', { tenantId: 'default', scanType: 'full' })).scanId;

  const step = out.progress('Scanning');
  const scan = await followScan(client, scanId, ({ progress }) =>
    step.update(progress && describe(progress)),
  );
  const { resources, apiCalls } = scan.progress;
  const figures = `${resources} resources, ${apiCalls} API calls`;
  const isWhole = (scan.errors ?? []).every(({ reason }) => reason === 'unsupported');
  if (scan.status === 'completed' || isWhole) step.done(`Scanned ${figures}`);
  else if (scan.status === 'completed_with_errors') step.warn(`Scanned ${figures}; some could not be read`);
  else step.fail(`The scan ended as ${scan.status}`);
  // an emulator lacks calls in every region alike
  const lacking = (scan.errors ?? []).filter(({ reason }) => reason === 'unsupported');
  const errors = (scan.errors ?? []).filter((error) => !lacking.includes(error));
  if (lacking.length > 0) {
    const services = [...new Set(lacking.map(({ service }) => service))].sort().join(', ');
    out.line(`    ${clip(`not supported there, so no evidence: calls of ${services}`, 76)}`);
  }
  for (const error of errors.slice(0, 5)) {
    const place = [error.accountId, error.region, error.resourceType ?? error.service]
      .filter(Boolean)
      .join(' ');
    out.line(`    ${clip(`${place}: ${error.message ?? error.code ?? error.reason}`, 76)}`);
  }
  if (errors.length > 5) out.line(`    and ${errors.length - 5} more: GET /scans/${scanId}`);
}

function describe({ unitsDone, unitsTotal, resources, findings }) {
  const cells = 16;
  const full = unitsTotal ? Math.round((unitsDone / unitsTotal) * cells) : 0;
  const bar = '█'.repeat(full) + '░'.repeat(cells - full);
  return `${bar} ${unitsDone}/${unitsTotal || '?'}  ${resources} resources, ${findings} findings`;
}

function show({ url, page, key, keyFile, firstStart, notes, out }, accounts, { findings, scores }) {
  const { paint } = out;
  const label = (text) => paint.dim(text.padEnd(10));
  out.line();
  out.line(`  ${paint.bold('Compliance Shepherd is running')}`);
  out.line();
  out.line(`  ${label('Address')}${paint.cyan(url)}  ${paint.dim('(API documentation: /docs)')}`);
  out.line(
    `  ${label('Page')}${paint.cyan(page)}\n  ${label('')}${paint.dim('signs in once, within an hour')}`,
  );
  if (keyFile === undefined) out.line(`  ${label('Key')}the one in SHEPHERD_API_KEY`);
  else if (firstStart)
    out.line(`  ${label('Key')}${key}\n  ${label('')}${paint.dim(`shown this once; kept in ${keyFile}`)}`);
  else out.line(`  ${label('Key')}in ${keyFile}`);
  accounts.forEach(({ accountId, name }, i) =>
    out.line(`  ${label(i ? '' : 'Accounts')}${accountId}  ${name ?? ''}`),
  );
  for (const note of notes) out.line(`\n  ${paint.yellow('!')} ${note.replaceAll('\n', '\n    ')}`);
  out.line();
  if (accounts.length > 0) showScores(out, scores);
  if (accounts.length > 0) showFindings(out, findings);
  showCommands(out, url, keyFile, accounts.length > 0);
}

const ORDER = ['critical', 'high', 'medium', 'low', 'informational'];

function showFindings(out, findings) {
  if (findings.length === 0) return out.line('  No open findings.\n');
  const { paint } = out;
  const colour = { critical: paint.red, high: paint.red, medium: paint.yellow, low: paint.cyan };
  const columns = [
    { title: 'Severity', paint: (severity, text) => (colour[severity] ?? paint.dim)(text) },
    { title: 'Type' },
    { title: 'Finding' },
    { title: 'Count', right: true },
    { title: 'US$/month', right: true },
  ];
  const groups = new Map();
  for (const finding of findings) {
    const name = groupOf(finding);
    groups.set(name, groups.get(name) ?? []);
    groups.get(name).push(finding);
  }
  const sorted = [...groups.values()].sort(
    ([a, ...as], [b, ...bs]) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      bs.length - as.length ||
      (a.title < b.title ? -1 : 1),
  );
  const rows = sorted
    .slice(0, ROWS)
    .map((group) => [
      group[0].severity,
      typeOf(group[0].resourceType),
      clip(group[0].title, 44),
      group.length,
      money(group),
    ]);
  const more = sorted.slice(ROWS).flat();
  if (more.length > 0) {
    const what = `${sorted.length - ROWS} more: GET /findings`;
    rows.push(['…', '', what, more.length, money(more)]);
  }
  out.table(columns, rows, ['', '', 'all open findings', findings.length, money(findings)]);
  const unpriced = findings.filter(
    (finding) => isWaste(finding) && finding.estimatedMonthlySavingsUsd === null,
  );
  if (unpriced.length > 0)
    out.line(paint.dim(`  + : and what ${unpriced.length} of unknown price would save`));
  out.line();
}

const ROWS = 12;

function showScores(out, scores) {
  const { paint } = out;
  const shown = scores.filter(({ coverage }) => coverage !== null);
  if (shown.length === 0) return;
  const columns = [
    { title: 'Framework' },
    { title: 'Score', right: true },
    { title: 'Coverage', right: true },
    { title: 'Requirements failed', right: true },
  ];
  const rows = shown.map(({ name, version, score, coverage, statuses }) => {
    const all = Object.values(statuses).reduce((sum, count) => sum + count, 0);
    return [clip(`${name} ${version}`, 52), score ?? '-', `${coverage} %`, `${statuses.failed} of ${all}`];
  });
  out.table(columns, rows);
  out.line(
    paint.dim('  technical evidence, not a certificate: GET /frameworks/cis-3.0/assessment is the worksheet'),
  );
  out.line();
}

const groupOf = ({ severity, resourceType, controlId }) => `${severity} ${resourceType} ${controlId}`;

/** Only what is wasted has a risk of being deleted, and a price. */
const isWaste = ({ risk }) => risk !== null;

/** AWS::EC2::Volume -> EC2 Volume */
const typeOf = (resourceType) => resourceType.split('::').slice(1).join(' ');

function money(findings) {
  const waste = findings.filter(isWaste);
  if (waste.length === 0) return '';
  const known = waste.map((finding) => finding.estimatedMonthlySavingsUsd).filter((usd) => usd !== null);
  if (known.length === 0) return '?';
  const sum = known.reduce((total, usd) => total + usd, 0).toFixed(2);
  return known.length < waste.length ? `${sum} +` : sum;
}

function showCommands(out, url, keyFile, hasAccounts) {
  const { paint } = out;
  const command = (what, ...args) => {
    out.line(`  ${paint.dim(what)}`);
    out.line(['  curl -sH "Authorization: Bearer $KEY"', ...args].join(' \\\n    '));
  };
  out.line(`  ${paint.bold('Try next')} (in another terminal)`);
  out.line();
  out.line(`  ${keyFile === undefined ? 'KEY=$SHEPHERD_API_KEY' : `KEY=$(cat ${quoted(keyFile)})`}`);
  const json = "-H 'Content-Type: application/json'";
  if (hasAccounts) {
    command('What is most severe', `'${url}/findings?severity=critical'`);
    command('The worksheet of CIS 3.0', `'${url}/frameworks/cis-3.0/assessment?status=failed'`);
    command('The inventory', `'${url}/resources?limit=5'`);
    command('Scan again', `${json} -d '{"scanType":"full"}'`, `${url}/scans`);
  } else {
    command('How the service is', `${url}/health`);
    command('The age limits of findings', `${url}/tenants/default/settings`);
    command('Register an account', `${json} -d '{"accountId":"…","roleArn":"…"}'`, `${url}/accounts`);
  }
  out.line();
  out.line(`  ${paint.dim('Ctrl-C stops everything that was started here.')}`);
}

const quoted = (path) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

async function collect(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}
