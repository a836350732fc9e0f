import { describe, expect, it } from '@jest/globals';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type AccessAnalyzer, type AccessAnalyzerCoverage } from '../../resources/accessanalyzer/coverage.js';
import { enabled } from './enabled.js';

const analyzer = (changed: Partial<AccessAnalyzer> = {}): AccessAnalyzer => ({
  arn: 'arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/outside',
  name: 'outside',
  type: 'ACCOUNT',
  status: 'ACTIVE',
  statusReason: null,
  createdAt: null,
  tags: {},
  ...changed,
});
const decide = (analyzers: AccessAnalyzerCoverage['analyzers']) =>
  enabled.evaluate({ analyzers }, context()).verdict;

describe('accessanalyzer_enabled', () => {
  it('passes a region with an active analyzer of access from outside', () => {
    expect(decide([analyzer()])).toBe('pass');
    expect(decide([analyzer({ type: 'ORGANIZATION' })])).toBe('pass');
  });

  it('fails a region without any, and one whose analyzer is not active', () => {
    expect(decide([])).toBe('fail');
    expect(decide([analyzer({ status: 'FAILED' })])).toBe('fail');
  });

  it('does not take an analyzer of unused access for one', () => {
    expect(decide([analyzer({ type: 'ACCOUNT_UNUSED_ACCESS' })])).toBe('fail');
    expect(decide([analyzer({ type: 'ORGANIZATION_INTERNAL_ACCESS' })])).toBe('fail');
  });

  it('has no evidence where analyzers may not be listed', () => {
    expect(decide(denied)).toBe('no_evidence');
  });
});
