import { describe, expect, it } from '@jest/globals';
import { context, denied, instance } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2Instance } from '../../resources/ec2/instance.js';
import { type Ec2InstanceMetadataDefaults } from '../../resources/ec2/region-settings.js';
import { accountImdsv2, instanceImdsv2 } from './imdsv2.js';

const decide = (changed: Partial<Ec2Instance>) => instanceImdsv2.evaluate(instance(changed), context());

describe('ec2_instance_imdsv2_enabled', () => {
  it('passes where tokens are required', () => {
    expect(decide({ httpTokens: 'required' }).verdict).toBe('pass');
  });

  it.each(['running', 'stopped'])('fails one that is %s and takes requests without a token', (state) => {
    expect(decide({ state, httpTokens: 'optional' })).toMatchObject({
      verdict: 'fail',
      evidence: { state, httpTokens: 'optional', httpEndpoint: 'enabled' },
    });
  });

  it('passes where the metadata service is off, whatever its tokens', () => {
    expect(decide({ httpTokens: 'optional', httpEndpoint: 'disabled' }).verdict).toBe('pass');
  });

  it('has no evidence where AWS does not say', () => {
    expect(decide({ httpTokens: null, httpEndpoint: null }).verdict).toBe('no_evidence');
  });
});

describe('ec2_instance_account_imdsv2_enabled', () => {
  const defaults = {
    httpPutResponseHopLimit: null,
    httpEndpoint: null,
    instanceMetadataTags: null,
    managedBy: 'account',
  };
  const verdict = (setting: Ec2InstanceMetadataDefaults) =>
    accountImdsv2.evaluate(setting, context()).verdict;

  it('passes only where tokens are required; no preference leaves it to others', () => {
    expect(verdict({ defaults: { ...defaults, httpTokens: 'required' } })).toBe('pass');
    expect(verdict({ defaults: { ...defaults, httpTokens: 'optional' } })).toBe('fail');
    expect(verdict({ defaults: { ...defaults, httpTokens: null } })).toBe('fail');
  });

  it('has no evidence where the defaults could not be read', () => {
    expect(verdict({ defaults: denied })).toBe('no_evidence');
  });
});
