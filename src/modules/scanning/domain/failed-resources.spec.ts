import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { severities } from './control.js';
import { FailedResources } from './failed-resources.js';
import type { ResourceVerdict } from './verdicts.js';

const verdict = (resourceArn: string, more: Partial<ResourceVerdict> = {}): ResourceVerdict => ({
  ...{ controlId: 'c', title: 't', severity: 'high', accountId: '111111111111', region: 'eu-west-1' },
  ...{ resourceArn, resourceType: 'T', verdict: 'fail', evidence: {}, readAt: new Date(0), mutedBy: null },
  ...more,
});

describe('what a control fails on', () => {
  it('keeps the worst, whatever the order, and counts all', () => {
    const one = fc.record({ name: fc.uuid(), severity: fc.constantFrom(...severities) });
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ name }) => name }), fc.nat(5), (given, most) => {
        const failed = new FailedResources(most + 1);
        for (const { name, severity } of given) failed.add(verdict(name, { severity }));
        const sorted = [...given].sort(
          (a, b) =>
            severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.name < b.name ? -1 : 1),
        );
        expect(failed.worst.map(({ resourceArn }) => resourceArn)).toEqual(
          sorted.slice(0, most + 1).map(({ name }) => name),
        );
        expect(failed.total).toBe(given.length);
      }),
    );
  });

  it('says where they are, each place once', () => {
    const failed = new FailedResources(1);
    for (const region of ['us-east-1', 'eu-west-1', 'us-east-1'])
      failed.add(verdict(`arn:${region}`, { region }));
    expect(failed.regions).toEqual(['eu-west-1', 'us-east-1']);
    expect(failed.accountIds).toEqual(['111111111111']);
  });

  it('holds no long evidence, and nothing of what has no resource', () => {
    const failed = new FailedResources(5);
    failed.add(verdict('arn:a', { evidence: { policy: 'x'.repeat(10_000) } }));
    failed.add(verdict('arn:b', { evidence: { off: ['blockPublicAcls'] } }));
    failed.add(verdict('', { resourceArn: null }));
    expect(failed.worst.map(({ evidence }) => evidence)).toEqual([
      { tooLongToShow: true, characters: 10_013 },
      { off: ['blockPublicAcls'] },
    ]);
    expect(failed.total).toBe(2);
  });
});
