import { describe, expect, it } from '@jest/globals';
import { entriesOf, publishedFacts } from './bus-entries.js';

const head = {
  ...{ scanId: 'scan_1', correlationId: 'corr-1', environment: 'prod' },
  timestamp: '2026-11-23T10:00:00.000Z',
};
const severityBreakdown = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4 };
const frameworkViolations = { CIS: 5, PCI_DSS: 6, SOC2: 7 };
const vulnerabilities = {
  ...{ totalVulnerabilities: 9, criticalCount: 2, highCount: 3, patchableCount: 4, patchesCount: 5 },
};
const patching = {
  executionId: 'exe_1',
  correlationId: 'corr-1',
  environment: 'prod',
  timestamp: head.timestamp,
};
const scan = {
  ...{ ...head, status: 'completed_with_errors', scanType: 'compliance', source: 'api' },
  ...{ resources: 1, findings: 2, apiCalls: 3 },
  compliance: { findingsCount: 12, violationsCount: 10, complianceScore: 71.5 },
  ...{ summary: null, notifyChannels: null },
};

const published = (name: string) => {
  const found = publishedFacts.find(({ fact }) => fact.name === name);
  if (found === undefined) throw new Error(`${name} does not go out`);
  return found;
};
const createdAt = new Date('2026-11-23T10:00:01Z');
const out = (name: string, payload: Record<string, unknown>) =>
  entriesOf(published(name), { id: 'fact_1', tenantId: 'acme', key: 'k', payload, createdAt }, 'req_1');

/** As specs/3 prints them: each field, in its order. */
const PRINTED = [
  {
    fact: 'violations.detected',
    payload: { ...head, violationsCount: 10, complianceScore: 71.5, severityBreakdown, frameworkViolations },
    Source: 'patching-automation.compliance-scanner',
    DetailType: 'Compliance Violation Detected',
    Detail:
      '{"correlation_id":"corr-1","environment":"prod","violations_count":10,"compliance_score":71.5,' +
      '"severity_breakdown":{"CRITICAL":1,"HIGH":2,"MEDIUM":3,"LOW":4},' +
      '"framework_violations":{"CIS":5,"PCI_DSS":6,"SOC2":7},"timestamp":"2026-11-23T10:00:00.000Z"}',
  },
  {
    fact: 'scan.completed',
    payload: scan,
    Source: 'patching-automation.compliance-scanner',
    DetailType: 'Compliance Scan Completed',
    Detail:
      '{"correlation_id":"corr-1","environment":"prod","status":"completed","findings_count":12,' +
      '"violations_count":10,"compliance_score":71.5,"timestamp":"2026-11-23T10:00:00.000Z"}',
  },
  {
    fact: 'vulnerabilities.detected',
    payload: { ...head, ...vulnerabilities },
    Source: 'patching-automation.vulnerability-scanner',
    DetailType: 'Critical Vulnerabilities Detected',
    Detail:
      '{"correlation_id":"corr-1","environment":"prod","critical_count":2,"high_count":3,' +
      '"total_vulnerabilities":9,"patchable_vulnerabilities":4,"timestamp":"2026-11-23T10:00:00.000Z"}',
  },
  {
    fact: 'vulnerability-scan.completed',
    payload: { ...head, status: 'completed', ...vulnerabilities },
    Source: 'patching-automation.vulnerability-scanner',
    DetailType: 'Vulnerability Scan Completed',
    Detail:
      '{"correlation_id":"corr-1","environment":"prod","status":"completed","total_vulnerabilities":9,' +
      '"critical_count":2,"high_count":3,"patchable_count":4,"timestamp":"2026-11-23T10:00:00.000Z"}',
  },
  {
    fact: 'patch.approved',
    payload: {
      ...{ ...patching, vulnerabilityCount: 3 },
      patchesApproved: [
        {
          ...{ patchId: 'KB1', instanceId: 'i-1', accountId: '211122223333', region: 'eu-west-1' },
          ...{ severity: 'critical', cveIds: ['CVE-2026-1'] },
        },
      ],
    },
    Source: 'patching-automation.patch-approval-workflow',
    DetailType: 'Patch Approval Completed',
    Detail:
      '{"correlation_id":"corr-1","environment":"prod","status":"approved","vulnerability_count":3,' +
      '"patches_approved":[{"patchId":"KB1","instanceId":"i-1","accountId":"211122223333",' +
      '"region":"eu-west-1","severity":"CRITICAL","cveIds":["CVE-2026-1"]}],' +
      '"timestamp":"2026-11-23T10:00:00.000Z"}',
  },
  {
    fact: 'patch.installed',
    payload: { ...patching, totalBatches: 4, successfulBatches: 3, failedBatches: 1, successRate: 75 },
    Source: 'patching-automation.patch-installation',
    DetailType: 'Patch Installation Completed',
    Detail:
      '{"correlation_id":"corr-1","environment":"prod","total_batches":4,"successful_batches":3,' +
      '"failed_batches":1,"success_rate":75,"timestamp":"2026-11-23T10:00:00.000Z"}',
  },
];

describe('the six events of the patching automation', () => {
  it.each(PRINTED)('$DetailType, as it is printed', ({ fact, payload, Source, DetailType, Detail }) => {
    expect(() => published(fact).fact.schema.parse(payload)).not.toThrow();
    const [printed] = out(fact, payload);
    expect([printed?.source, printed?.detailType]).toEqual([Source, DetailType]);
    expect(JSON.stringify(printed?.detail)).toBe(Detail);
  });

  it.each([
    ['another scan than one of compliance', 'scan.completed', { ...scan, compliance: null }],
    ['no critical ones', 'vulnerabilities.detected', { ...head, ...vulnerabilities, criticalCount: 0 }],
  ])('are not told of %s', (_, fact, payload) => {
    expect(out(fact, payload).map(({ source }) => source)).toEqual(['compliance-shepherd']);
  });

  it('say that a scan has failed', () => {
    const [printed] = out('vulnerability-scan.completed', { ...head, ...vulnerabilities, status: 'failed' });
    expect(printed?.detail['status']).toBe('failed');
  });
});

describe('a fact under our own source', () => {
  it('is as it is told here, with its tenant and its id', () => {
    const payload = { findingId: 'fnd_1', resourceArn: 'arn:aws:s3:::b', severity: 'high' };
    expect(out('finding.opened', payload)).toEqual([
      {
        ...{ source: 'compliance-shepherd', detailType: 'finding.opened', time: createdAt },
        resources: ['arn:aws:s3:::b'],
        detail: { correlationId: 'req_1', ...payload, tenantId: 'acme', factId: 'fact_1' },
      },
    ]);
  });

  it('keeps the correlation id that it tells itself', () => {
    const [, own] = out('violations.detected', { ...head, violationsCount: 1 });
    expect(own?.detail['correlationId']).toBe('corr-1');
  });

  it('goes out once for each that the contracts name, and not for what rules have brought about', () => {
    const names = publishedFacts.map(({ fact }) => fact.name).sort();
    expect(names).toEqual([
      ...['approval.decided', 'approval.requested', 'assessment.completed'],
      ...['compliance-remediation.completed', 'error-rate.high'],
      ...['finding.opened', 'finding.resolved', 'patch.approved', 'patch.installed', 'remediation.completed'],
      ...['scan.completed', 'schedule.run.failed', 'schedule.run.succeeded', 'score.changed'],
      ...['violations.detected', 'vulnerabilities.detected', 'vulnerability-scan.completed'],
      ...['workflow.failed', 'workflow.finished'],
    ]);
  });
});
