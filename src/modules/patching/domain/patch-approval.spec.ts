import { describe, expect, it } from '@jest/globals';
import { fitsPattern, patchKey, sortPatches, type ApprovablePatch } from './patch-approval.js';
import { installationOrders } from './patch-approval-orders.js';
import { defaultPolicy, patchPolicy } from './patch-approval-policy.js';
import { patchQuestion } from './patch-approval-question.js';

const patch = (patchId: string, more: Partial<ApprovablePatch> = {}): ApprovablePatch => ({
  ...{ patchId, instanceId: 'i-1', accountId: '111111111111', region: 'eu-west-1' },
  ...{
    severity: 'high',
    cveIds: ['CVE-2026-1'],
    resourceArn: 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1',
  },
  ...more,
});
const ids = (patches: readonly ApprovablePatch[]) => patches.map(({ patchId }) => patchId);
const NONE = new Set<string>();

describe('who decides about a patch', () => {
  const patches = [patch('a', { severity: 'critical' }), patch('b'), patch('c', { severity: 'low' })];

  it('is people by default, about each of them', () => {
    const sorted = sortPatches(patches, defaultPolicy, NONE);
    expect(ids(sorted.critical.people)).toEqual(['a']);
    expect(ids(sorted.standard.people)).toEqual(['b', 'c']);
    expect([sorted.critical.policy, sorted.standard.policy]).toEqual([[], []]);
  });

  it('is the policy where it says so, of each severity by itself', () => {
    const critical = sortPatches(patches, patchPolicy.parse({ autoApproveCritical: true }), NONE);
    expect([ids(critical.critical.policy), ids(critical.standard.people)]).toEqual([['a'], ['b', 'c']]);
    const low = sortPatches(patches, patchPolicy.parse({ autoApproveSeverities: ['low'] }), NONE);
    expect([ids(low.critical.people), ids(low.standard.policy)]).toEqual([['a'], ['c']]);
    expect(patchPolicy.safeParse({ autoApproveSeverities: ['critical'] }).success).toBe(false);
  });

  it('is nobody where the policy leaves it out, or another execution sees to it', () => {
    const policy = patchPolicy.parse({ excludedPatches: ['KERNEL*'] });
    const all = [patch('kernel.x86_64'), patch('b'), patch('b', { instanceId: 'i-2' })];
    const sorted = sortPatches(all, policy, new Set([patchKey(patch('b'))]));
    expect(sorted).toMatchObject({ excluded: 1, underWay: 1 });
    expect(sorted.standard.people.map(({ instanceId }) => instanceId)).toEqual(['i-2']);
  });
});

describe('a pattern', () => {
  it.each([
    ['KB1', 'kb1', true],
    ['KB1', 'KB12', false],
    ['*', 'anything', true],
    ['kernel*', 'kernel.x86_64', true],
    ['*x86_64', 'kernel.x86_64', true],
    ['k*n*64', 'kernel.x86_64', true],
    ['ab*ba', 'aba', false],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, id, fits) => {
    expect(fitsPattern(pattern, id)).toBe(fits);
  });
});

describe('a question about patches', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const asked = (patches: ApprovablePatch[]) =>
    patchQuestion(
      {
        ...{ id: 'papr_1', kind: 'standard', correlationId: 'c', patches },
        expiresAt: new Date('2026-11-24T12:00:00Z'),
      },
      now,
    );

  it('lists each patch once, with its CVEs and the instances that lack it', () => {
    const question = asked([
      patch('b', { cveIds: ['CVE-2'] }),
      patch('b', { instanceId: 'i-2', cveIds: ['CVE-1'] }),
    ]);
    expect(question).toMatchObject({
      title: 'Install 1 patches on 2 instances?',
      level: 1,
      expiresInSeconds: 7200,
    });
    expect(question.details).toMatchObject({
      patchCount: 1,
      instanceCount: 2,
      notShown: 0,
      dueAt: '2026-11-24T12:00:00.000Z',
    });
    expect(question.details.patches).toEqual([
      {
        ...{ patchId: 'b', severity: 'high', cveIds: ['CVE-1', 'CVE-2'], instanceCount: 2 },
        instances: ['111111111111 eu-west-1 i-1', '111111111111 eu-west-1 i-2'],
      },
    ]);
  });

  it('fits into what an approval takes, and says what it leaves out', () => {
    const { details } = asked(Array.from({ length: 5000 }, (_, n) => patch(`patch-${n}`)));
    expect(Buffer.byteLength(JSON.stringify(details))).toBeLessThan(32_768);
    expect(details.patchCount).toBe(5000);
    expect(details.patches.length + details.notShown).toBe(5000);
  });
});

describe('orders to install', () => {
  it('are one where that fits, without nodes that are no EC2 instances', () => {
    const orders = installationOrders([
      patch('a'),
      patch('b', { region: 'us-east-1' }),
      patch('c', { instanceId: 'mi-1' }),
    ]);
    expect(orders.map((one) => one.map(({ patchId }) => patchId))).toEqual([['a', 'b']]);
    expect(orders[0]?.[0]).not.toHaveProperty('resourceArn');
    expect(installationOrders([patch('c', { instanceId: 'mi-1' })])).toEqual([]);
  });

  it('are split by place, and an instance is never in two of them', () => {
    const many = Array.from({ length: 4000 }, (_, n) =>
      patch(`patch-${n}`, { instanceId: `i-${n % 100}`, region: n < 200 ? 'us-east-1' : 'eu-west-1' }),
    );
    const orders = installationOrders(many);
    expect(orders.flat()).toHaveLength(4000);
    expect(orders.every((one) => Buffer.byteLength(JSON.stringify(one)) < 250_000)).toBe(true);
    expect(orders.every((one) => new Set(one.map(({ region }) => region)).size === 1)).toBe(true);
    const seen = orders.flatMap((one) => [
      ...new Set(one.map(({ region, instanceId }) => `${region} ${instanceId}`)),
    ]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(orders.length).toBeGreaterThan(2);
  });
});
