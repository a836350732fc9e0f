import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlById } from '../../src/modules/scanning/domain/controls/index.js';
import { jsonPatch } from '../../src/modules/scanning/domain/diff.js';
import { fixById, fixes, fixFor } from '../../src/modules/remediation/domain/fixes/index.js';
import { type Fix } from '../../src/modules/remediation/domain/fix.js';
import { AwsClients } from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { FixRun } from './fix-run.js';
import { type FixProof, newAccountId, ProofClients } from './proof.js';
import { fixProofs } from './proofs.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to change: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const controlsOf = ({ control }: FixProof): string[] => (control === null ? [] : [control].flat());

describe('the fixes', () => {
  it('are proven, each for all of its controls', () => {
    const proven = (fix: Fix, control: string | null) =>
      fixProofs.some(
        (proof) => proof.fix === fix.id && (control === null || controlsOf(proof).includes(control)),
      );
    const unproven = fixes.flatMap((fix) => [
      ...(proven(fix, null) ? [] : [fix.id]),
      ...fix.controls.filter((control) => !proven(fix, control)).map((control) => `${fix.id}: ${control}`),
    ]);
    expect(unproven).toEqual([]);
    expect(fixProofs.filter(({ fix }) => fixById(fix) === undefined).map(({ fix }) => fix)).toEqual([]);
  });

  it('have an id each, and mend controls of their type that no other fix mends', () => {
    expect(new Set(fixes.map(({ id }) => id)).size).toBe(fixes.length);
    for (const fix of fixes) {
      for (const id of fix.controls) {
        expect({ id, type: controlById(id)?.type }).toEqual({ id, type: fix.type });
        expect(fixFor(id)?.id).toBe(fix.id);
      }
      if (fix.controls.length === 0) expect(fix.holds).toBeDefined();
    }
  });
});

describeIf('each fix, on the emulator (needs MOTO_URL)', () => {
  let clients: AwsClients;
  let environment: NodeJS.ProcessEnv;

  beforeAll(() => {
    environment = { ...process.env };
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    clients = new AwsClients(
      {
        ...{ endpointUrl: MOTO_URL, defaultRegion: 'us-east-1' },
        ...{ maxCallsPerSecond: 500, maxConcurrentCalls: 20 },
        sessionName: () => 'fixes-spec',
      },
      new SystemClock(),
    );
  });

  afterAll(() => {
    clients.close();
    process.env = environment;
  });

  for (const proof of fixProofs) {
    const fix = fixById(proof.fix);
    if (fix === undefined) continue;
    it(titleOf(proof), () => proves(clients, fix, proof), 120_000);
  }
});

function titleOf(proof: FixProof): string {
  const { fix, name, lacks } = proof;
  const controls = controlsOf(proof).filter((control) => control !== fix);
  const parts = [controls.length === 0 ? undefined : `for ${controls.join(', ')}`, name];
  const behind = lacks === undefined ? undefined : `(answers as documented: ${lacks})`;
  return [fix, ...parts, behind].filter((part) => part !== undefined).join(' ');
}

async function proves(clients: AwsClients, fix: Fix, proof: FixProof): Promise<void> {
  const accountId = newAccountId();
  const behind = proof.behind?.({ accountId }) ?? {};
  const account = {
    ...{ tenantId: 'default', accountId, partition: 'aws', externalId: null },
    roleArn: `arn:aws:iam::${accountId}:role/QrieInventoryRole`,
  };
  const own = new ProofClients(clients, behind);
  const made = await proof.make({ accountId, aws: (region = 'eu-west-1') => own.for(account, region) });
  const run = new FixRun(clients, fix, proof, made, { accountId, behind });
  const controls = controlsOf(proof);

  const verdicts = async (): Promise<Record<string, string>> => {
    const told: Record<string, string> = {};
    for (const id of controls) told[id] = (await run.decision(id)).verdict;
    return told;
  };
  const all = (verdict: string) => Object.fromEntries(controls.map((id) => [id, verdict]));
  const looked = async () => ({
    state: await run.state(),
    configuration: fix.type.startsWith('AWS::') ? await run.configuration() : null,
    extra: (await made.extraState?.()) ?? null,
  });
  const compared = proof.compared ?? ((state: unknown) => state);
  const isAsBefore = async (when: string) => {
    const now = await looked();
    expect({ when, state: compared(now.state) }).toEqual({ when, state: compared(before.state) });
    const changed = jsonPatch(compared(before.configuration), compared(now.configuration), run.volatile);
    expect({ when, changed }).toEqual({ when, changed: [] });
    expect({ when, extra: now.extra }).toEqual({ when, extra: before.extra });
  };

  const before = await looked();
  const untouched = await made.untouched?.();
  expect(await verdicts()).toEqual(all('fail'));
  if (controls.length === 0) expect(fix.holds?.(before.state)).toBe(false);
  const first = controls[0];
  const evidence = first === undefined ? {} : (await run.decision(first)).evidence;
  const plan = run.plan(before.state, evidence);
  if (plan.does !== 'change') throw new Error(`${plan.does}: ${plan.reason}`);
  expect(plan.words.filter((words) => words.length > 5)).not.toEqual([]);
  expect(plan.calls).not.toEqual([]);
  expect(run.plan(await run.state(), evidence)).toEqual(plan); // planning changes nothing
  expect(await run.faults(plan.calls)).toEqual([]);
  const back = run.restoring(before.state, {});
  expect(await run.faults(back)).toEqual([]);
  const isReversible = fix.loses === undefined || proof.takesBack === true;
  if (!isReversible) expect(fix.loses?.length).toBeGreaterThan(10);

  // a crash after any call: taken back from there, or gone on with
  for (let made = 1; isReversible && made <= plan.calls.length; made += 1) {
    run.begin();
    const results = await run.run(plan.calls.slice(0, made));
    await run.run(run.restoring(before.state, results), results);
    await isAsBefore(`taken back after call ${made}`);
    run.begin();
    await run.run(plan.calls.slice(0, made));
    const again = await run.run(plan.calls);
    await run.run(run.restoring(before.state, again), again);
    await isAsBefore(`taken back after a second start at call ${made}`);
  }

  run.begin();
  const results = await run.run(plan.calls);
  const holds = async () => {
    expect(await verdicts()).toEqual(all(proof.mended ?? 'pass'));
    // where the controls no longer say anything, the fix has to
    if (controls.length === 0 || proof.mended !== undefined)
      expect(fix.holds?.(await run.state())).toBe(true);
  };
  const isGone = proof.compared === undefined && !isReversible && (await run.configuration()) === null;
  if (isGone) {
    await run.run(plan.calls);
    expect(await run.configuration()).toBeNull();
    return;
  }
  await holds();
  expect(await made.untouched?.()).toEqual(untouched);
  const after = await run.state();
  expect(run.plan(after, {})).toMatchObject({ does: 'nothing' });
  await run.run(plan.calls);
  expect(await run.state()).toEqual(after);
  await holds();

  if (!isReversible) return;
  await run.run(run.restoring(before.state, results), results);
  await isAsBefore('taken back');
  expect(await verdicts()).toEqual(all('fail'));
  await run.run(run.restoring(before.state, results), results);
  await isAsBefore('taken back twice');
}
