import { describe, expect, it } from '@jest/globals';
import {
  address,
  bucket,
  context,
  denied,
  instance,
  user,
  volume,
} from '../../../../test/support/scanning-examples.js';
import { evaluate, type ExemptTag } from './evaluate.js';
import { ec2Address } from './resources/ec2/address.js';
import { ec2Instance } from './resources/ec2/instance.js';
import { ec2Volume } from './resources/ec2/volume.js';
import { iamUser } from './resources/iam/user.js';
import { s3Bucket } from './resources/s3/bucket.js';

const verdicts = (evaluations: ReturnType<typeof evaluate>) =>
  Object.fromEntries(evaluations.map(({ control, decision }) => [control.id, decision.verdict]));

const exempt: { exemptTags: ExemptTag[] } = {
  exemptTags: [{ key: 'keep', value: 'yes' }, { key: 'shepherd:exempt' }],
};

describe('evaluate', () => {
  it('asks every control of the type', () => {
    expect(verdicts(evaluate(ec2Instance, instance(), context(), exempt))).toMatchObject({
      ec2_instance_stopped: 'pass',
      ec2_instance_idle: 'pass',
    });
  });

  it('exempts by a tag, with the tag as evidence', () => {
    const tagged = address({ tags: { 'shepherd:exempt': 'until june' } });
    expect(evaluate(ec2Address, tagged, context(), exempt)[0]?.decision).toEqual({
      verdict: 'not_applicable',
      evidence: { exemptByTag: { key: 'shepherd:exempt', value: 'until june' } },
    });
  });

  it('exempts by a value only where it is that value', () => {
    expect(verdicts(evaluate(ec2Volume, volume({ tags: { keep: 'yes' } }), context(), exempt))).toMatchObject(
      {
        ec2_ebs_volume_unattached: 'not_applicable',
      },
    );
    expect(verdicts(evaluate(ec2Volume, volume({ tags: { keep: 'no' } }), context(), exempt))).toMatchObject({
      ec2_ebs_volume_unattached: 'fail',
    });
  });

  it('fails nothing that might be exempt: its tags could not be read', () => {
    const unread = bucket({ tags: denied });
    expect(evaluate(s3Bucket, unread, context(), exempt)[0]?.decision).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'tags', noEvidence: 'denied' },
    });
    expect(verdicts(evaluate(s3Bucket, unread, context(), { exemptTags: [] }))).toMatchObject({
      s3_bucket_unused: 'fail',
    });
    const used = user({ tags: denied, passwordLastUsed: context().now.toISOString() });
    expect(verdicts(evaluate(iamUser, used, context(), exempt))).toMatchObject({ iam_user_unused: 'pass' });
  });
});
