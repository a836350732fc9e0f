import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { output } from '../../scripts/lib/output.mjs';
import { PYTHON_TOOLS, pythonTool } from '../../scripts/lib/python-tools.mjs';
import { Config } from '../../src/platform/config/index.js';
import { startApi } from '../api/support/api.js';
import { documentOf, type OpenApi } from '../api/support/document.js';
import { seedTenant } from '../api/support/seed.js';
import { startService, type ServiceProcess } from '../e2e/service-process.js';
import type { TestApp } from '../support/app.js';
import { fuzz, withIds, type Fuzzed } from '../support/schemathesis.js';

/** Of all runs together; npm run test:security asks for 10,000. */
const CASES = Number(process.env['SCHEMATHESIS_CASES'] ?? 1_500);
const SEED = Number(process.env['SCHEMATHESIS_SEED'] ?? 1);
const tool = await pythonTool(PYTHON_TOOLS.schemathesis, output(process.stdout));
const missing = 'missing' in tool ? tool.missing : undefined;
const describeIf = missing === undefined ? describe : describe.skip;
const REASON = missing === undefined ? '' : ` (needs schemathesis: ${missing})`;

/** Who asks, and the share of all cases that it gets. */
const RUNS = [
  { as: 'platform', share: 0.3 },
  { as: 'admin', share: 0.5 },
  { as: 'viewer', share: 0.2 },
] as const;

/** Streams that do not end, and pages for people. */
const LEFT_OUT = ['/workflows/{executionArn}/events', '/links/{token}'];

describeIf(`requests that schemathesis makes up${REASON}`, () => {
  let app: TestApp;
  let service: ServiceProcess;
  let url: string;
  let document: OpenApi;
  const keys: Record<string, string> = {};
  const results: Fuzzed[] = [];

  beforeAll(async () => {
    ({ app } = await startApi());
    const seeded = await seedTenant(app, 'default', 1);
    const body = { name: 'viewer', role: 'viewer', owner: 'viewer@default.test' };
    const viewer = await app.request<{ key: string }>('POST', '/api-keys', { key: seeded.admin, body });
    Object.assign(keys, { platform: app.platformKey, admin: seeded.admin, viewer: viewer.body.key });
    document = withIds(await documentOf(app), seeded);
    for (const path of LEFT_OUT) delete document.paths[path];
    // the built service, on the same database and folder
    service = startService(app.app.get(Config).get('DATA_DIR'), {
      ...{
        DATABASE_URL: app.database.url,
        SHEPHERD_API_KEY: app.platformKey,
        ROLE: 'api',
        LOG_LEVEL: 'INFO',
      },
      ...{
        SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
        SCAN_WAIT_SECONDS: '0',
        AWS_MAX_ATTEMPTS: '1',
      },
      ...{ RATE_LIMIT_PER_KEY: '1000000', RATE_LIMIT_PER_ADDRESS: '1000000' },
      ...{ AWS_ENDPOINT_URL: process.env['MOTO_URL'] ?? 'http://127.0.0.1:9' },
    });
    // a machine that does much else beside takes its time
    url = await service.url().catch(() => service.url());
  }, 180_000);
  afterAll(async () => {
    service.kill('SIGTERM');
    await service.exit;
    await app.close();
    const file = process.env['SCHEMATHESIS_REPORT'];
    if (file !== undefined)
      writeFileSync(file, JSON.stringify(results.map(({ said: _, ...result }) => result)));
  }, 60_000);

  it.each(RUNS)(
    'find no 5xx and no answer outside the document, as $as',
    async ({ as, share }) => {
      const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
      const examples = Math.max(1, Math.round((CASES * share) / operations));
      const isMost = CASES >= 5_000 && as === 'admin';
      const phases = isMost ? 'examples,coverage,fuzzing,stateful' : 'fuzzing';
      const bin = 'bin' in tool ? tool.bin : '';
      const result = await fuzz({
        as,
        bin,
        url,
        key: keys[as] ?? '',
        document,
        examples,
        phases,
        seed: SEED,
      });
      results.push(result);
      expect([result.failures, result.said.slice(0, 8_000)]).toEqual([[], '']);
    },
    3_600_000,
  );

  it('were as many as were asked for, and the service is still there', async () => {
    const cases = results.reduce((sum, one) => sum + one.cases, 0);
    expect(cases).toBeGreaterThanOrEqual(CASES * 0.9);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });
});
