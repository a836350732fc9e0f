import { findAccount } from './lib/aws-account.mjs';
import { followScan } from './lib/api.mjs';
import { output } from './lib/output.mjs';
import { endRunning } from './lib/processes.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startService } from './lib/service.mjs';

/**
 * npm run test:integration: the whole service against a real AWS account, with the credentials that are given. It only
 * reads. 0: verified and scanned; 1: failed; 2: there are no credentials, so nothing was tested.
 */

const out = output(process.stdout);
let service;
process.chdir(ROOT);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void interrupted());
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
process.exit(await test().finally(() => service?.stop()));

async function interrupted() {
  await endRunning();
  await service?.stop();
  process.exit(130);
}

async function test() {
  try {
    await install(out);
    const found = await findAccount();
    if ('none' in found || 'failed' in found) {
      out.warn(`Nothing was tested: ${'failed' in found ? found.failed : 'there are no AWS credentials'}.`);
      out.line('    Give some that may read: AWS_PROFILE=… npm run test:integration');
      return 2;
    }
    out.done(`Reads AWS account ${found.accountId} as ${found.arn}`);
    await build(out);
    service = await startService({});
    await service.ready;
    return await scan(service.client, found.accountId);
  } catch (error) {
    out.fail(error.message);
    return 1;
  }
}

async function scan(client, accountId) {
  const account = await client.post('/accounts', { accountId, name: 'Integration test', regions: null });
  const verified = await client.post(`/accounts/${account.id}/verify`);
  out.line(JSON.stringify(verified, null, 2).replace(/^/gm, '    '));
  const { scanId } = await client.post('/scans', { tenantId: 'default', scanType: 'full' });
  const step = out.progress('Scanning');
  const { status, progress, errors } = await followScan(client, scanId, ({ progress: p }) =>
    step.update(`${p.unitsDone}/${p.unitsTotal} units, ${p.resources} resources`),
  );
  const figures = `${progress.resources} resources, ${progress.findings} findings, ${progress.apiCalls} API calls`;
  const isDone = status === 'completed' || status === 'completed_with_errors';
  step[isDone ? 'done' : 'fail'](`Scan ${status}: ${figures}`);
  for (const error of errors ?? []) out.warn(JSON.stringify(error));
  return isDone ? 0 : 1;
}
