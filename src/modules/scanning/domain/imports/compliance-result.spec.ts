import { describe, expect, it } from '@jest/globals';
import { complianceResultOf, type ComplianceCounts, type ImportedCount } from './compliance-result.js';

const imported = (more: Partial<ImportedCount>): ImportedCount => ({
  ...{ severity: 'high', isOpen: true, violates: true, frameworks: ['cis-3.0'], count: 1 },
  ...more,
});
const counts = (more: Partial<ComplianceCounts>): ComplianceCounts => ({
  ...{ own: [], ownResolved: 0, imported: [], complianceScore: 87.5 },
  ...more,
});

describe('complianceResultOf', () => {
  it('counts own findings with those that are suppressed or resolved, and violations without', () => {
    const own = [
      { controlId: 'iam_no_root_access_key', severity: 'critical' as const, count: 2, suppressed: 3 },
      { controlId: 'no_such_control', severity: 'low' as const, count: 1, suppressed: 0 },
    ];
    expect(complianceResultOf(counts({ own, ownResolved: 4 }), null)).toMatchObject({
      ...{ findingsCount: 10, violationsCount: 3, complianceScore: 87.5 },
      severityBreakdown: { CRITICAL: 2, HIGH: 0, MEDIUM: 0, LOW: 1 },
      frameworkViolations: { CIS: 2, PCI_DSS: 2, SOC2: 0 },
    });
  });

  it('counts imported findings as violations where a check has failed and is open', () => {
    const all = [
      imported({ count: 2 }),
      imported({ isOpen: false }),
      imported({ violates: false, severity: 'critical' }),
    ];
    expect(complianceResultOf(counts({ imported: all }), null)).toMatchObject({
      ...{ findingsCount: 4, violationsCount: 2 },
      severityBreakdown: { CRITICAL: 0, HIGH: 2 },
      frameworkViolations: { CIS: 2, PCI_DSS: 0, SOC2: 0 },
    });
  });

  it('leaves out imported findings of frameworks that the scan is not about', () => {
    const all = [imported({}), imported({ frameworks: ['soc2'] }), imported({ frameworks: [] })];
    expect(complianceResultOf(counts({ imported: all }), ['soc2'])).toMatchObject({
      ...{ findingsCount: 1, violationsCount: 1 },
      frameworkViolations: { CIS: 0, SOC2: 1 },
    });
  });
});
