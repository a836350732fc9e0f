import { type Severity } from '../control.js';
import { frameworkOf, requirementsOf } from '../frameworks/index.js';
import { type ComplianceResult } from './scan-result.js';

/** Own open findings of a control that the scan has seen. */
export interface OwnCount {
  controlId: string;
  severity: Severity;
  /** Without those that are suppressed. */
  count: number;
  suppressed: number;
}

/** Imported findings that the scan has seen and no other finding repeats, alike in all of this. */
export interface ImportedCount {
  severity: Severity;
  isOpen: boolean;
  violates: boolean;
  frameworks: readonly string[];
  count: number;
}

export interface ComplianceCounts {
  own: readonly OwnCount[];
  /** Own findings that the scan has resolved. */
  ownResolved: number;
  imported: readonly ImportedCount[];
  complianceScore: number | null;
}

type Weighed = Pick<ImportedCount, 'severity' | 'frameworks' | 'count'>;

const slugOf = (alias: string): string => frameworkOf(alias)?.id ?? alias;

/** @param frameworks slugs that the scan is about; null: all. Imported findings of others are left out then. */
export function complianceResultOf(
  { own, ownResolved, imported: all, complianceScore }: ComplianceCounts,
  frameworks: readonly string[] | null,
): ComplianceResult {
  const imported = all.filter(
    (one) => frameworks === null || one.frameworks.some((slug) => frameworks.includes(slug)),
  );
  const violations: Weighed[] = [
    ...own.map(({ controlId, severity, count }) => ({
      ...{ severity, count },
      frameworks: requirementsOf(controlId).map(({ frameworkId }) => frameworkId),
    })),
    ...imported.filter(({ isOpen, violates }) => isOpen && violates),
  ];
  const sum = (of: readonly Weighed[]) => of.reduce((total, { count }) => total + count, 0);
  const ofSeverity = (wanted: Severity) => sum(violations.filter(({ severity }) => severity === wanted));
  const ofFramework = (alias: string) =>
    sum(violations.filter((one) => one.frameworks.includes(slugOf(alias))));
  return {
    kind: 'compliance',
    findingsCount:
      own.reduce((total, { count, suppressed }) => total + count + suppressed, 0) +
      ownResolved +
      sum(imported),
    violationsCount: sum(violations),
    complianceScore,
    severityBreakdown: {
      CRITICAL: ofSeverity('critical'),
      HIGH: ofSeverity('high'),
      MEDIUM: ofSeverity('medium'),
      LOW: ofSeverity('low'),
    },
    frameworkViolations: {
      CIS: ofFramework('CIS'),
      PCI_DSS: ofFramework('PCI_DSS'),
      SOC2: ofFramework('SOC2'),
    },
  };
}
