import { startTestApp, type TestApp } from '../support/app.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';
import { ABROAD, emulatedAccount, giveCredentials, HOME, type EmulatedAccount } from './emulated-account.js';
import { AT_ONCE, scanClient, type ScanClient } from './scan-client.js';

/** The whole app before the emulator, with a fault proxy between them, and the tenant `acme` with one account. */
export interface ScanApp extends ScanClient {
  app: TestApp;
  proxy: FaultProxy;
  account: EmulatedAccount;
  keys: Awaited<ReturnType<TestApp['tenant']>>;
  asAdmin: ScanClient;
  /** What scans have written, to compare before and after. */
  written(): Promise<unknown>;
  /** No job is waiting or under way. */
  isIdle(): Promise<boolean>;
  close(): Promise<void>;
}

const WRITTEN = `
  SELECT (SELECT jsonb_agg(f ORDER BY f.id) FROM findings f) AS findings,
         (SELECT jsonb_agg(t ORDER BY t.id) FROM finding_transitions t) AS transitions,
         (SELECT jsonb_agg(r ORDER BY r.arn) FROM resources r) AS resources,
         (SELECT jsonb_agg(c ORDER BY c.id) FROM timeline c) AS timeline,
         (SELECT jsonb_agg(s ORDER BY s.id) FROM scans s) AS scans,
         (SELECT jsonb_agg(u ORDER BY u.id) FROM scan_units u) AS units`;

/** `ask`: what each of its scans asks for, if nothing else is said. */
export async function startScanApp(
  emulator: string,
  env: Record<string, string> = {},
  modules: Parameters<typeof startTestApp>[1] = [],
  ask: object = {},
): Promise<ScanApp> {
  giveCredentials();
  const account = await emulatedAccount(emulator);
  const proxy = await startFaultProxy({ target: emulator });
  const aws = { AWS_ENDPOINT_URL: proxy.url, AWS_CALLS_PER_SECOND: '500' };
  const app = await startTestApp({ ...aws, ...env }, modules);
  const close = async () => {
    await app.close();
    await proxy.close();
    account.close();
  };
  try {
    const keys = await app.tenant('acme');
    const client = (key: string) =>
      scanClient((method, path, body) => app.request(method, path, { key, body }), ask);
    const asAdmin = client(keys.admin);
    await asAdmin.must('PUT', '/tenants/acme/settings', { thresholds: AT_ONCE });
    const { accountId, roleArn } = account;
    await asAdmin.must('POST', '/accounts', { accountId, roleArn, regions: [HOME, ABROAD] });
    return {
      ...client(keys.operator),
      ...{ app, proxy, account, keys, asAdmin, close },
      written: async () => (await app.database.query(WRITTEN))[0],
      isIdle: async () => (await app.database.query('SELECT FROM jobs')).length === 0,
    };
  } catch (error) {
    await close(); // what listens would keep the test runner from ending
    throw error;
  }
}
