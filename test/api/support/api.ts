import { Global, Module } from '@nestjs/common';
import { CHANGE_PACING, type Pacing } from '../../../src/modules/remediation/index.js';
import { startTestApp } from '../../support/app.js';
import { patchingFake } from '../../support/patching-fake.js';

const pacing: Pacing = { pollMs: 10, verifyMs: 0, settleMs: 0, retryMs: 1, retries: 0 };

@Global()
@Module({ providers: [{ provide: CHANGE_PACING, useValue: pacing }], exports: [CHANGE_PACING] })
class Impatience {}

/** The API alone: what is started by chance (a scan) does not run, and nobody waits for an AWS that is not there. */
export async function startApi() {
  const { aws: patching, module } = patchingFake();
  const env = { ROLE: 'api', RATE_LIMIT_PER_KEY: '1000000', AWS_MAX_ATTEMPTS: '1' };
  return { app: await startTestApp(env, [module, Impatience]), patching };
}
