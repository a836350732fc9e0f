import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, denied, volume } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2Volume } from '../../resources/ec2/volume.js';
import { volumeSnapshotsExist } from './volume-snapshots-exist.js';

const decide = (newestSnapshot: Ec2Volume['newestSnapshot']) =>
  volumeSnapshotsExist.evaluate(volume({ newestSnapshot }), context());

describe('ec2_ebs_volume_snapshots_exists', () => {
  it('passes a volume with a snapshot, however old', () => {
    expect(decide({ id: 'snap-1', startedAt: daysAgo(900) }).verdict).toBe('pass');
  });

  it('fails one without', () => {
    expect(decide(null).verdict).toBe('fail');
  });

  it('has no evidence where the snapshots could not be listed', () => {
    expect(decide(denied)).toMatchObject({ verdict: 'no_evidence', evidence: { part: 'newestSnapshot' } });
  });
});
