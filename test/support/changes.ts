import { jest } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { CallFailed, AwsCalls } from '../../src/modules/remediation/aws/aws-calls.js';
import {
  CHANGE_PACING,
  Changes,
  KnownFixes,
  MORE_FIXES,
  type ChangeRow,
  type Pacing,
  type PlannedChange,
} from '../../src/modules/remediation/index.js';
import { targetOf } from '../../src/modules/remediation/domain/target.js';
import { stateHash } from '../../src/modules/remediation/domain/state-hash.js';
import { Database, type Tx } from '../../src/platform/database/index.js';
import { emulatedAccount, giveCredentials, HOME } from '../e2e/emulated-account.js';
import { startTestApp } from './app.js';
import { testFixes } from './changes-fixes.js';

export const TENANT = 'default';
const ALLOWED = { enabled: true, maxChangesPerHour: 10_000 };
/** Nothing to wait for: the emulator shows at once what it did. */
const pacing: Pacing = { pollMs: 10, verifyMs: 0, settleMs: 0, retryMs: 5, retries: 3 };

@Global()
@Module({
  providers: [
    { provide: MORE_FIXES, useValue: testFixes },
    { provide: CHANGE_PACING, useValue: pacing },
  ],
  exports: [MORE_FIXES, CHANGE_PACING],
})
class FixesOfTest {}

export interface Wanted {
  fixId: string;
  arn: string;
  controlId?: string;
}

/** An application without workers, before the emulator with an account of its own where changes are allowed. */
export async function startChanges(emulator: string, env: Record<string, string> = {}) {
  giveCredentials();
  const account = await emulatedAccount(emulator);
  const test = await startTestApp(
    { ROLE: 'api', AWS_ENDPOINT_URL: emulator, AWS_CALLS_PER_SECOND: '500', AWS_MAX_ATTEMPTS: '1', ...env },
    [FixesOfTest],
  );
  const { accountId, roleArn } = account;
  await test.request('POST', '/accounts', { body: { accountId, name: 'changes', roleArn, regions: [HOME] } });
  await test.database.query(
    `INSERT INTO guardrails (tenant_id, account_id, settings, saved_by) VALUES ($1, '*', $2, 'test')`,
    [TENANT, ALLOWED],
  );
  const of = <T>(type: new (...parts: never[]) => T): T => test.app.get<T>(type, { strict: false });
  const [changes, calls, fixes, database] = [of(Changes), of(AwsCalls), of(KnownFixes), of(Database)];
  const inTenant = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.withTenant(TENANT, work);
  const signal = new AbortController().signal;
  const heartbeat = () => Promise.resolve();
  const run = { signal, heartbeat };
  let owners = 0;

  /** The tenant's guardrails for all accounts. */
  const guardrails = (settings: Record<string, unknown>) =>
    test.database.query('UPDATE guardrails SET settings = $1', [{ ...ALLOWED, ...settings }]);

  const subject = async ({ fixId, arn }: Wanted) => {
    const fix = fixes.byId(fixId);
    if (fix === undefined) throw new Error(`no fix ${fixId}`);
    const aws = await calls.enter(TENANT, accountId, HOME, 'test');
    return {
      ...{ fix, aws },
      target: targetOf({ resourceArn: arn, resourceType: fix.type, accountId, tags: {} }, aws),
    };
  };
  const state = async (wanted: Wanted) => {
    const { fix, aws, target } = await subject(wanted);
    return calls.state(aws, fix, target);
  };
  const planned = async (wanted: Wanted): Promise<PlannedChange> => {
    const { fix, target } = await subject(wanted);
    const before = await state(wanted);
    const plan = fix.plan({ target, state: before, evidence: {}, settings: {}, now: new Date() });
    if (plan.does !== 'change') throw new Error(plan.reason);
    const { title, loses = null } = fix;
    return {
      ...{ fixId: fix.id, findingId: null, controlId: wanted.controlId ?? null, tags: {}, accountId },
      ...{
        resourceArn: wanted.arn,
        resourceType: fix.type,
        region: HOME,
        status: 'planned',
        reason: null,
        before,
      },
      plan: {
        title,
        loses,
        words: plan.words,
        calls: plan.calls,
        stateHash: stateHash(before),
        missingPermissions: null,
      },
    };
  };
  /** Keeps a plan for one resource. @returns the change's id */
  const add = async (wanted: Wanted): Promise<string> => {
    const change = await planned(wanted);
    owners += 1;
    const owner = { kind: 'remediation', id: `rem_${owners}` } as const;
    return inTenant(async (tx) => {
      await changes.add(tx, TENANT, owner, 1, [change]);
      const [row] = await changes.of(tx, TENANT, owner);
      if (row === undefined) throw new Error('it was not kept');
      return row.id;
    });
  };
  const row = async (id: string): Promise<ChangeRow> => {
    const found = await inTenant((tx) => changes.find(tx, TENANT, id));
    if (found === undefined) throw new Error(`no change ${id}`);
    return found;
  };

  /** What is asked of AWS that changes it, in order. */
  const asked: string[] = [];
  const faults: Faults = {};
  const make = calls.make.bind(calls);
  jest.spyOn(calls, 'make').mockImplementation(async (aws, call, input) => {
    asked.push(call.operation);
    await faults.before?.(call.operation, input);
    const answer = (await faults.instead?.(call.operation, input)) ?? (await make(aws, call, input));
    await faults.after?.(call.operation, input);
    return answer;
  });

  return {
    ...{ test, account, changes, asked, faults, run, inTenant, state, planned, add, row, guardrails, of },
    apply: (id: string) => changes.apply(TENANT, id, run),
    restore: (id: string, force = false) => changes.restore(TENANT, id, { ...run, force }),
    movedOn: (id: string) => changes.movedOn(TENANT, id, signal),
    restorePlan: (id: string) => changes.restorePlan(TENANT, id, signal),
    callsOf: (id: string) => inTenant((tx) => changes.callsOf(tx, TENANT, id)),
    killSwitch: (engaged: boolean) =>
      test.database.query(
        `INSERT INTO kill_switches (tenant_id, engaged, reason, changed_by) VALUES ($1, $2, 'a drill', 'ops@test')
         ON CONFLICT (tenant_id) DO UPDATE SET engaged = $2`,
        [TENANT, engaged],
      ),
    /** As they stand in the timeline of a resource. */
    told: async (arn: string) =>
      (
        await test.database.query<{ what: string; details: Record<string, unknown> }>(
          `SELECT what, details FROM timeline WHERE arn = $1 AND kind = 'fix' ORDER BY at, id`,
          [arn],
        )
      ).map(({ what, details }) => ({ what, ...details })),
    calm: () => {
      asked.length = 0;
      for (const when of ['before', 'instead', 'after'] as const) delete faults[when];
    },
    close: async () => {
      await test.close();
      account.close();
    },
  };
}

export type ChangesWorld = Awaited<ReturnType<typeof startChanges>>;
type Fault = (operation: string, input: Record<string, unknown>) => unknown;
/** What happens before and after a call, and what is answered without asking the emulator (undefined: it is asked). */
type Faults = Partial<Record<'before' | 'instead' | 'after', Fault>>;

/** As AWS says it. */
export const failing = (
  of: string,
  failure: 'denied' | 'throttled' | 'unreachable' | 'not_found' | 'failed',
  code: string,
): CallFailed => new CallFailed(of, { failure, code, message: `${code}, says AWS` });
