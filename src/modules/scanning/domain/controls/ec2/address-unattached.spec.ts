import { describe, expect, it } from '@jest/globals';
import { address, context } from '../../../../../../test/support/scanning-examples.js';
import { addressUnattached } from './address-unattached.js';

describe('ec2_address_unattached', () => {
  it.each([{ associationId: 'eipassoc-1' }, { instanceId: 'i-1' }, { networkInterfaceId: 'eni-1' }])(
    'passes an address with %p',
    (changed) => {
      expect(addressUnattached.evaluate(address(changed), context()).verdict).toBe('pass');
    },
  );

  it('fails one that nothing uses, and saves its hours', () => {
    expect(addressUnattached.evaluate(address(), context())).toMatchObject({
      verdict: 'fail',
      estimatedMonthlySavingsUsd: 3.65,
    });
  });

  it('knows no price of an address that the account brought', () => {
    const decision = addressUnattached.evaluate(address({ publicIpv4Pool: 'ipv4pool-ec2-1' }), context());
    expect(decision).toMatchObject({ verdict: 'fail', estimatedMonthlySavingsUsd: null });
  });
});
