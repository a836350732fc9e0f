import { describe, expect, it } from '@jest/globals';
import { EXECUTION_NAME } from './arn.js';
import { executionNameOf, isSameInput, type StandardInput } from './standard-input.js';

const input: StandardInput = {
  tenantId: 'acme',
  workflowType: 'compliance-scan',
  parameters: { scanType: 'full', regions: ['us-east-1'] },
  metadata: { source: 'api', priority: 'normal', startedBy: null, correlationId: 'req_1' },
};

describe('isSameInput', () => {
  it('takes no notice of the correlation id, nor of the order of fields', () => {
    const { metadata, ...rest } = input;
    const again: StandardInput = { metadata: { ...metadata, correlationId: 'req_2' }, ...rest };
    expect(isSameInput(input, again)).toBe(true);
  });

  it.each([
    ['parameters', { ...input, parameters: { scanType: 'full' } }],
    ['metadata', { ...input, metadata: { ...input.metadata, priority: 'high' as const } }],
    ['type', { ...input, workflowType: 'continuous-monitoring' }],
  ])('sees another %s', (_, other) => {
    expect(isSameInput(input, other)).toBe(false);
  });
});

describe('executionNameOf', () => {
  const at = new Date('2022-01-20T12:00:00.789Z');

  it('gives the names that are printed', () => {
    expect(executionNameOf('compliance-scan', at, 'abc123')).toBe('scan-1642680000-abc123');
    expect(executionNameOf('continuous-monitoring', at, 'abc123')).toBe(
      'continuous-monitoring-1642680000-abc123',
    );
  });

  it('gives a name that AWS takes, whatever the type', () => {
    expect(executionNameOf('x y/ü'.repeat(40), at, '0123456789')).toMatch(EXECUTION_NAME);
  });
});
