import { describe, expect, it } from '@jest/globals';
import {
  balancerAttributes,
  httpsListener,
  loadBalancer,
} from '../../../../../../test/support/examples/elb.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type ElbAttributes, type ElbLoadBalancer } from '../../resources/elb/load-balancer.js';
import { deletionProtection } from './deletion-protection.js';
import { desyncMitigationMode, dropInvalidHeaderFields } from './http-handling.js';
import { isInMultipleAz } from './is-in-multiple-az.js';
import { loggingEnabled } from './logging-enabled.js';

const verdict = (
  control: typeof deletionProtection,
  attributes: Partial<ElbAttributes>,
  changed: Partial<ElbLoadBalancer> = {},
) =>
  control.evaluate(loadBalancer({ attributes: balancerAttributes(attributes), ...changed }), context())
    .verdict;

describe('elbv2_deletion_protection', () => {
  it('decides by the attribute, for every kind of balancer', () => {
    expect(verdict(deletionProtection, {})).toBe('pass');
    expect(verdict(deletionProtection, { deletionProtection: false }, { kind: 'gateway' })).toBe('fail');
  });

  it('has no evidence where the attributes may not be read', () => {
    expect(verdict(deletionProtection, {}, { attributes: denied })).toBe('no_evidence');
  });
});

describe('elbv2_logging_enabled', () => {
  const off = { accessLogs: { enabled: false, bucket: null } };
  const listeners = (protocol: string) => ({
    kind: 'network',
    listeners: [httpsListener({ protocol }), httpsListener({ protocol: 'UDP' })],
  });

  it('decides by the attribute', () => {
    expect(verdict(loggingEnabled, {})).toBe('pass');
    expect(verdict(loggingEnabled, off)).toBe('fail');
  });

  it('asks a network balancer for logs only where it has a TLS listener to log', () => {
    expect(verdict(loggingEnabled, off, listeners('TLS'))).toBe('fail');
    expect(verdict(loggingEnabled, off, listeners('TCP'))).toBe('not_applicable');
    expect(verdict(loggingEnabled, {}, listeners('TCP'))).toBe('pass');
  });

  it('does not apply to a gateway balancer', () => {
    expect(verdict(loggingEnabled, { accessLogs: null }, { kind: 'gateway' })).toBe('not_applicable');
  });
});

describe('elbv2_desync_mitigation_mode', () => {
  it('passes defensive and strictest, and fails monitor, whatever happens to headers', () => {
    expect(verdict(desyncMitigationMode, { desyncMitigationMode: 'defensive' })).toBe('pass');
    expect(verdict(desyncMitigationMode, { desyncMitigationMode: 'strictest' })).toBe('pass');
    const monitor = { desyncMitigationMode: 'monitor', dropInvalidHeaderFields: true };
    expect(verdict(desyncMitigationMode, monitor)).toBe('fail');
  });

  it('does not apply to a balancer without HTTP', () => {
    expect(verdict(desyncMitigationMode, { desyncMitigationMode: null }, { kind: 'network' })).toBe(
      'not_applicable',
    );
    expect(verdict(desyncMitigationMode, { desyncMitigationMode: null })).toBe('no_evidence');
  });
});

describe('elbv2_drop_invalid_header_fields', () => {
  it('decides by the attribute', () => {
    expect(verdict(dropInvalidHeaderFields, {})).toBe('pass');
    expect(verdict(dropInvalidHeaderFields, { dropInvalidHeaderFields: false })).toBe('fail');
  });

  it('does not apply to a balancer without HTTP', () => {
    const network = { kind: 'network' };
    expect(verdict(dropInvalidHeaderFields, { dropInvalidHeaderFields: null }, network)).toBe(
      'not_applicable',
    );
    expect(verdict(dropInvalidHeaderFields, { dropInvalidHeaderFields: null })).toBe('no_evidence');
  });
});

describe('elbv2_is_in_multiple_az', () => {
  const decide = (availabilityZones: string[], minimumZones = 2) =>
    isInMultipleAz.evaluate(loadBalancer({ availabilityZones }), {
      ...context(),
      settings: { [isInMultipleAz.id]: { parameters: { minimumZones } } },
    }).verdict;

  it('asks for two zones, or as many as the tenant says', () => {
    expect(decide(['a', 'b'])).toBe('pass');
    expect(decide(['a'])).toBe('fail');
    expect(decide(['a', 'b'], 3)).toBe('fail');
  });
});
