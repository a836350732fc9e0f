import { describe, expect, it } from '@jest/globals';
import { image, snapshot } from '../../../../../../test/support/examples/ec2.js';
import { context, denied, volume } from '../../../../../../test/support/scanning-examples.js';
import { type ImageDevice } from '../../resources/ec2/image.js';
import {
  defaultEncryption,
  imageEncryption,
  snapshotEncryption,
  volumeEncryption,
} from './ebs-encryption.js';

describe('ec2_ebs_volume_encryption', () => {
  it('passes an encrypted volume and fails another, attached or not', () => {
    expect(volumeEncryption.evaluate(volume({ encrypted: true }), context()).verdict).toBe('pass');
    for (const state of ['in-use', 'available']) {
      const decision = volumeEncryption.evaluate(volume({ encrypted: false, state }), context());
      expect(decision).toMatchObject({ verdict: 'fail', evidence: { state, encrypted: false } });
    }
  });
});

describe('ec2_ebs_snapshots_encrypted', () => {
  it('passes an encrypted snapshot and fails another', () => {
    expect(snapshotEncryption.evaluate(snapshot({ encrypted: true }), context()).verdict).toBe('pass');
    expect(snapshotEncryption.evaluate(snapshot({ encrypted: false }), context()).verdict).toBe('fail');
  });

  it('decides also where nobody could tell whether it is public', () => {
    const decision = snapshotEncryption.evaluate(snapshot({ encrypted: false, public: denied }), context());
    expect(decision.verdict).toBe('fail');
  });
});

describe('ec2_ami_encrypted', () => {
  const device = (name: string, changed: Partial<ImageDevice>): ImageDevice => ({
    ...{ device: name, snapshotId: 'snap-1', sizeGb: 8, volumeType: 'gp3', encrypted: true },
    ...changed,
  });
  const decide = (...devices: ImageDevice[]) => imageEncryption.evaluate(image({ devices }), context());

  it('passes where each snapshot is encrypted; a blank volume holds nothing', () => {
    const blank = device('/dev/xvdb', { snapshotId: null, encrypted: false });
    expect(decide(device('/dev/xvda', {}), blank).verdict).toBe('pass');
  });

  it('fails where one of several is not, and names it', () => {
    const open = device('/dev/xvdb', { encrypted: false });
    expect(decide(device('/dev/xvda', {}), open)).toMatchObject({
      verdict: 'fail',
      evidence: { unencrypted: [open] },
    });
  });

  it('does not apply to an image without EBS snapshots', () => {
    expect(decide().verdict).toBe('not_applicable');
  });

  it('has no evidence where AWS does not say', () => {
    expect(decide(device('/dev/xvda', { encrypted: null })).verdict).toBe('no_evidence');
  });
});

describe('ec2_ebs_default_encryption', () => {
  const verdict = (enabled: boolean | typeof denied) =>
    defaultEncryption.evaluate({ enabled, defaultKmsKeyId: denied }, context()).verdict;

  it('passes where it is on and fails where it is off, whatever the key', () => {
    expect(verdict(true)).toBe('pass');
    expect(verdict(false)).toBe('fail');
  });

  it('has no evidence where it could not be read', () => {
    expect(verdict(denied)).toBe('no_evidence');
  });
});
