import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PatchInstallationTask } from '../../src/modules/patching/patch-installation.task.js';
import type { TaskContext } from '../../src/platform/tasks/index.js';
import { eventually } from '../support/app.js';
import { CLEAN, PATCH, startPatchingApp, type PatchingApp } from '../support/patching-app.js';
import { Crash } from '../support/patching-fake.js';

const LAME = { ...CLEAN, 'lame.x86_64': 'Missing' };
const ACTIONS = ['window', 'snapshot', 'install', 'await', 'validate', 'rollback'] as const;

/**
 * The process dies before a call, or after it and before anybody has heard of it; then the same action is asked for
 * again, as the engine does after a restart.
 */
describe('patching after a crash between any two calls', () => {
  let on: PatchingApp;
  let named = 0;

  beforeAll(async () => {
    on = await startPatchingApp();
  }, 60_000);
  afterAll(() => on?.close());

  /** A batch of one instance, planned and held back by a window that is shut, so that the test takes its steps itself. */
  const planned = async () => {
    const id = `i-${String((named += 1)).padStart(8, '0')}`;
    // with all that can happen: a patch that fails, the restart that is ours, and a check that fails at the end
    on.aws.add(id, LAME, { failing: 'lame.x86_64', brokenBy: PATCH });
    const opens = new Date(Date.now() + 3 * 86_400_000);
    const day = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[opens.getUTCDay()] ?? 'sun';
    const executionId = await on.start([id], {
      maintenanceWindow: { timezone: 'UTC', days: [day], from: '00:00', to: '00:01' },
      healthCheck: { ssmCommand: 'true' },
    });
    const batchId = await eventually(async () => (await on.installation(executionId))?.batches[0]?.id);
    // the engine has asked whose turn it is, and waits
    await eventually(async () => {
      const waiting =
        "SELECT 1 FROM execution_history WHERE execution_id = $1 AND events LIKE '%UntilWindowOpens%'";
      return (await on.app.database.query(waiting, [executionId])).length > 0;
    });
    await on.app.database.query("UPDATE patch_installations SET options = options - 'maintenanceWindow'");
    return { id, batchId, executionId };
  };
  const act = (executionId: string, batchId: string, action: (typeof ACTIONS)[number]) =>
    on.app.app.get(PatchInstallationTask, { strict: false }).run({ action, batchId }, {
      ...{ tenantId: 'acme', idempotencyKey: 'test', heartbeat: () => Promise.resolve() },
      execution: { id: executionId, taskId: 'test' },
      signal: new AbortController().signal,
    } as TaskContext);

  /** All actions; each is asked for again where it died. @returns the calls that were made */
  const through = async (
    dieAt: { call: number; when: 'before' | 'after' } | undefined,
  ): Promise<string[]> => {
    const { id, batchId, executionId } = await planned();
    const first = on.aws.calls.length;
    let call = 0;
    on.aws.onCall = (_name, when) => {
      if (when === dieAt?.when && call === dieAt.call) throw new Crash();
    };
    on.aws.onCall = ((inner) => (name: string, when: 'before' | 'after') => {
      if (when === 'before') call += 1;
      inner(name, when);
    })(on.aws.onCall);
    let deaths = 0;
    for (const action of ACTIONS)
      for (;;) {
        try {
          await act(executionId, batchId, action);
          break;
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          deaths += 1;
        }
      }
    on.aws.onCall = () => undefined;
    expect(deaths).toBe(dieAt === undefined ? 0 : 1);
    const batch = await on.batch(batchId);
    expect([batch.status, batch.instances[0]?.restored?.differences]).toEqual(['rolled_back', []]);
    expect(on.aws.disk(id)).toEqual(LAME);
    return on.aws.calls.slice(first).map((made) => made.replace(id, 'i'));
  };

  it('loses nothing and doubles nothing', async () => {
    const undisturbed = await through(undefined);
    expect(undisturbed).toEqual([
      ...['send AWS-RunPatchBaseline Scan i', 'snapshot i', 'send AWS-RunPatchBaseline Install i'],
      ...['send AWS-RunPatchBaseline Scan i', 'reboot i', 'send AWS-RunPatchBaseline Scan i'],
      ...['send AWS-RunShellScript script i', 'replace-root i', 'send AWS-RunPatchBaseline Scan i'],
    ]);
    for (let call = 1; call <= undisturbed.length; call += 1)
      for (const when of ['before', 'after'] as const) {
        const made = await through({ call, when });
        // the same token gives the same task: asked for twice, replaced once
        const twice =
          undisturbed[call - 1] === 'replace-root i' && when === 'after' ? ['replace-root i'] : [];
        expect([call, when, [...made].sort()]).toEqual([call, when, [...undisturbed, ...twice].sort()]);
      }
  }, 240_000);
});
