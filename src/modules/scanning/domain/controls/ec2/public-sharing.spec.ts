import { describe, expect, it } from '@jest/globals';
import { image, snapshot } from '../../../../../../test/support/examples/ec2.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2SnapshotBlockPublicAccess } from '../../resources/ec2/region-settings.js';
import { publicImage, publicSnapshot, snapshotBlockPublicAccess } from './public-sharing.js';

describe('ec2_ebs_public_snapshot', () => {
  it('fails a public one and passes a private one', () => {
    expect(publicSnapshot.evaluate(snapshot({ public: true }), context()).verdict).toBe('fail');
    expect(publicSnapshot.evaluate(snapshot({ public: false }), context()).verdict).toBe('pass');
  });

  it('has no evidence where the permissions could not be read', () => {
    expect(publicSnapshot.evaluate(snapshot({ public: denied }), context()).verdict).toBe('no_evidence');
  });
});

describe('ec2_ebs_snapshot_account_block_public_access', () => {
  const verdict = (sharing: Ec2SnapshotBlockPublicAccess['sharing']) =>
    snapshotBlockPublicAccess.evaluate({ sharing }, context()).verdict;

  it('passes only where all sharing is blocked: what was public before stays so with new sharing blocked', () => {
    expect(verdict({ state: 'block-all-sharing', managedBy: 'account' })).toBe('pass');
    expect(verdict({ state: 'block-new-sharing', managedBy: 'account' })).toBe('fail');
    expect(verdict({ state: 'unblocked', managedBy: null })).toBe('fail');
  });

  it('has no evidence where the state could not be read', () => {
    expect(verdict(denied)).toBe('no_evidence');
  });
});

describe('ec2_ami_public', () => {
  it('fails a public image, also a disabled one, and passes a private one', () => {
    expect(publicImage.evaluate(image({ public: true }), context()).verdict).toBe('fail');
    expect(publicImage.evaluate(image({ public: true, state: 'disabled' }), context()).verdict).toBe('fail');
    expect(publicImage.evaluate(image({ public: false }), context()).verdict).toBe('pass');
  });
});
