import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, volume } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2Volume } from '../../resources/ec2/volume.js';
import { volumeUnattached } from './volume-unattached.js';

const decide = (changed: Partial<Ec2Volume>, days = 7) =>
  volumeUnattached.evaluate(volume(changed), context({ unattachedVolumeDays: days }));

describe('ec2_ebs_volume_unattached', () => {
  it('passes a volume in use', () => {
    expect(decide({ state: 'in-use' }).verdict).toBe('pass');
  });

  it('fails an available one, saves its storage, and says what AWS does not tell', () => {
    const decision = decide({});
    expect(decision).toMatchObject({ verdict: 'fail', estimatedMonthlySavingsUsd: 8.8 });
    expect(decision.evidence['note']).toMatch(/does not tell when a volume was detached/);
  });

  it('counts "for N days or more" from its creation', () => {
    expect(decide({ createdAt: daysAgo(7) }).verdict).toBe('fail');
    expect(decide({ createdAt: daysAgo(6.99) }).verdict).toBe('pass');
    expect(decide({ createdAt: daysAgo(0) }, 0).verdict).toBe('fail');
    expect(decide({ createdAt: daysAgo(-1) }).verdict).toBe('pass');
  });

  it('has no evidence without a creation date', () => {
    expect(decide({ createdAt: null }).verdict).toBe('no_evidence');
  });
});
