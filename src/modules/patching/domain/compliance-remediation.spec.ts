import { describe, expect, it } from '@jest/globals';
import { analyse, remediationRequestOf, type Candidate } from './compliance-remediation.js';

const finding = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, status: 'open', silenced: false, exists: true, severity: 'high', controlId: 'fixed' },
  accountId: '111111111111',
  ...more,
});
const hasFix = (controlId: string) => controlId === 'fixed';
const request = (score: number | null) => ({ score, threshold: 70 });

describe('the input of compliance remediation', () => {
  const printed = {
    ...{ correlation_id: 'c-1', compliance_score: 61.5 },
    violations: [{ controlId: 'x', resourceArn: 'arn:aws:s3:::b', severity: 'HIGH', more: 1 }],
  };

  it('is taken as specs/3 prints it, with our defaults, and the same as the standard input', () => {
    const read = remediationRequestOf(printed);
    expect(read).toEqual({
      ...{ correlationId: 'c-1', score: 61.5, threshold: 70, reassessAfterSeconds: 900 },
      violations: [{ controlId: 'x', resourceArn: 'arn:aws:s3:::b' }],
    });
    expect(remediationRequestOf({ tenantId: 't', parameters: printed, metadata: {} })).toEqual(read);
  });

  it('is the event that tells of violations', () => {
    const detail = { correlation_id: 'c-2', compliance_score: 40, violations_count: 3 };
    expect(remediationRequestOf({ 'detail-type': 'Compliance Violation Detected', detail })).toMatchObject({
      ...{ correlationId: 'c-2', score: 40, violations: null },
    });
  });

  it.each([
    [{ compliance_score: 101 }],
    [{ violations: [{ controlId: 'x' }] }],
    [{ reassessAfterSeconds: -1 }],
  ])('is refused: %j', (input) => {
    expect(() => remediationRequestOf(input)).toThrow();
  });
});

describe('what is done about violations', () => {
  it('begins under the threshold, with the critical first', () => {
    const found = [finding('a'), finding('b', { severity: 'critical' }), finding('c', { severity: 'low' })];
    expect(analyse(found, request(69.9), hasFix)).toEqual({
      ...{ isNeeded: true, why: 'the score 69.9 is below 70, and 1 violations are critical', unfixable: 0 },
      bySeverity: { high: 1, critical: 1, low: 1 },
      fixable: ['b', 'a'].map((id) => ({ id, accountId: '111111111111' })),
    });
    expect(analyse([finding('a')], request(70), hasFix).isNeeded).toBe(false);
    expect(analyse([finding('a')], request(null), hasFix).isNeeded).toBe(false);
  });

  it('begins for one that is critical, whatever the score', () => {
    expect(analyse([finding('a', { severity: 'critical' })], request(99), hasFix).isNeeded).toBe(true);
  });

  it('leaves alone what is resolved, silenced or gone, and counts what has no fix', () => {
    const found = [
      finding('a', { status: 'resolved' }),
      finding('b', { silenced: true }),
      finding('c', { exists: false }),
      finding('d', { controlId: 'by hand' }),
    ];
    expect(analyse(found, request(10), hasFix)).toMatchObject({
      fixable: [],
      unfixable: 1,
      bySeverity: { high: 1 },
    });
  });
});
