import { describe, expect, it } from '@jest/globals';
import { dbInstance } from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { instanceNoPublicAccess } from './instance-no-public-access.js';

const decide = (publiclyAccessible: boolean | null, engine = 'postgres') =>
  instanceNoPublicAccess.evaluate(dbInstance({ publiclyAccessible, engine }), context());

describe('rds_instance_no_public_access', () => {
  it('passes an instance that is not publicly accessible', () => {
    expect(decide(false).verdict).toBe('pass');
  });

  it('fails one that is, whatever its security groups, and of Neptune too', () => {
    expect(decide(true)).toMatchObject({ verdict: 'fail', evidence: { securityGroupIds: ['sg-1'] } });
    expect(decide(true, 'neptune').verdict).toBe('fail');
  });

  it('has no evidence where AWS does not tell', () => {
    expect(decide(null).verdict).toBe('no_evidence');
  });
});
