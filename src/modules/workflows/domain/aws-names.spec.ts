import { describe, expect, it } from '@jest/globals';
import { awsExecutionArn, awsExecutionName } from './aws-names.js';

describe('the name of an execution on Step Functions', () => {
  it('is the name behind its tenant', () => {
    expect(awsExecutionName('acme', 'scan-1642678800-abc123')).toBe('acme_scan-1642678800-abc123');
  });

  it('keeps tenants apart whatever the names are', () => {
    expect(awsExecutionName('a', 'b_c')).toBe('a_b_c');
    const longest = 't'.repeat(63);
    const names = [`${longest}a`, `${longest}b`].map((tenant) => awsExecutionName(tenant, 'x'.repeat(80)));
    expect(new Set(names).size).toBe(2);
  });

  it('has 80 characters at most, of those that logging takes, and stays the same', () => {
    const given = ['run(1)', 'run[1]', 'run+1', 'n'.repeat(80), `${'n'.repeat(79)}m`];
    const names = given.map((name) => awsExecutionName('acme', name));
    for (const name of names) expect(name).toMatch(/^acme_[A-Za-z0-9_-]{1,75}$/);
    expect(new Set(names).size).toBe(given.length);
    expect(given.map((name) => awsExecutionName('acme', name))).toEqual(names);
  });
});

describe('the ARN of an execution', () => {
  it.each(['Scan', 'Scan:live', 'Scan:7'])('follows from its state machine, by %s', (machine) => {
    const arn = `arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:${machine}`;
    expect(awsExecutionArn(arn, 'acme_x')).toBe(
      'arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:Scan:acme_x',
    );
  });
});
