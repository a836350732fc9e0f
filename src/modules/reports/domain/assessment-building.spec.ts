import { describe, expect, it } from '@jest/globals';
import {
  assessmentReport,
  summaryOf,
  type AssessmentFactsOf,
  type ControlFacts,
} from './assessment-building.js';

const NOW = new Date('2026-03-01T10:00:00Z');
const EARLIER = new Date('2026-02-01T10:00:00Z');

const control = (controlId: string, more: Partial<ControlFacts> = {}): ControlFacts => ({
  ...{ controlId, title: `Title of ${controlId}`, severity: 'medium', riskText: 'It is bad.' },
  ...{ remediation: { text: 'Mend it.', url: 'https://docs.aws.amazon.com' }, exposure: null, fix: null },
  counts: { pass: 0, fail: 1, noEvidence: 0, muted: 0 },
  failed: [
    {
      ...{ findingId: `fnd_${controlId}`, resourceArn: `arn:aws:s3:::${controlId}`, accountId: '1' },
      ...{ region: 'eu-west-1', evidence: { off: [controlId] }, readAt: EARLIER },
    },
  ],
  ...{ more: 0, accountIds: ['1'], regions: ['eu-west-1'], savingsUsd: null },
  gain: { points: 1, requirementIds: ['A'] },
  ...more,
});
const passing = (id: string) =>
  control(id, { counts: { pass: 3, fail: 0, noEvidence: 0, muted: 0 }, failed: [] });

const facts = (controls: readonly ControlFacts[], more: Partial<AssessmentFactsOf> = {}) => ({
  report: {
    ...{ reportId: 'rpt_1', tenantId: 'acme', tenantName: 'Acme', writtenAt: NOW, formula: 'f' },
    scan: { scanId: 'scan_1', status: 'completed', endedAt: NOW, resources: 3, gaps: [] },
    ...{ score: 50, coverage: 90 },
    statuses: { passed: 1, failed: 2, partial: 0, no_evidence: 0, manual: 1, not_applicable: 0 },
  },
  framework: { id: 'soc2', name: 'SOC 2', version: '2017', note: null },
  scope: { accountIds: ['1'], regions: null, services: null, tags: null },
  controls,
  requirements: [
    {
      ...{
        id: 'A',
        title: 'a',
        section: 's',
        status: 'failed' as const,
        score: 0,
        coverage: 100,
        manual: null,
      },
      controlIds: ['one', 'two', 'unknown'],
    },
  ],
  findings: [
    { severity: 'high' as const, count: 2, suppressed: 1, muted: 0, savingsUsd: 1.005 },
    { severity: 'high' as const, count: 1, suppressed: 0, muted: 2, savingsUsd: null },
    { severity: 'low' as const, count: 0, suppressed: 4, muted: 0, savingsUsd: 2 },
  ],
  earlier: [{ at: EARLIER, score: 40, coverage: 80 }],
  since: EARLIER,
  changes: { opened: { items: [], total: 7 }, resolved: { items: [], total: 2 } },
  recommends: true,
  ...more,
});

describe('the report of an assessment', () => {
  it('shows each requirement with the controls that there are, and what they fail on', () => {
    const report = assessmentReport(facts([control('one'), passing('two')]));
    expect(report.requirements).toMatchObject([
      {
        id: 'A',
        controls: [
          { controlId: 'one', failed: [{ findingId: 'fnd_one', evidence: { off: ['one'] } }], more: 0 },
          { controlId: 'two', failed: [] },
        ],
      },
    ]);
    expect(report.requirements[0]).not.toHaveProperty('controlIds');
  });

  it('ends the trend with itself, and counts findings by severity apart from what is silenced', () => {
    const report = assessmentReport(facts([]));
    expect(report.trend).toEqual([
      { at: EARLIER, score: 40, coverage: 80 },
      { at: NOW, score: 50, coverage: 90 },
    ]);
    expect(report.findings).toEqual({ total: 3, bySeverity: { high: 3 }, suppressed: 5, muted: 2 });
    expect(report.savingsUsd).toBe(3.01);
    expect(report.changed).toMatchObject({ since: EARLIER, openedTotal: 7, resolvedTotal: 2 });
  });

  it('puts the gravest first among the risks, then what lets somebody in, then what is most', () => {
    const fails = (fail: number) => ({ pass: 0, fail, noEvidence: 0, muted: 0 });
    const report = assessmentReport(
      facts([
        control('many', { severity: 'high', counts: fails(9) }),
        control('open', { severity: 'high', exposure: 'public' }),
        control('gravest', { severity: 'critical' }),
        ...['a', 'b', 'c'].map((id) => control(id, { severity: 'low' })),
        passing('fine'),
      ]),
    );
    expect(report.topRisks.map(({ controlId }) => controlId)).toEqual(['gravest', 'open', 'many', 'a', 'b']);
    expect(report.topRisks[2]).toMatchObject({ count: 9, examples: ['arn:aws:s3:::many'] });
  });

  it('recommends what fails, and nothing where nothing is wanted', () => {
    const controls = [control('one', { remediation: null, savingsUsd: 0.1 + 0.2 }), passing('two')];
    const { recommendations } = assessmentReport(facts(controls));
    expect(recommendations).toMatchObject([
      {
        ...{ rank: 1, controlId: 'one', resources: 1, scoreGain: 1, requirementIds: ['A'], savingsUsd: 0.3 },
        ...{ url: null, findingIds: ['fnd_one'] },
      },
    ]);
    expect(assessmentReport(facts(controls, { recommends: false })).recommendations).toEqual([]);
  });

  it('is told of in one line, which claims no score where there is none', () => {
    const report = assessmentReport(facts([]));
    expect(summaryOf(report)).toBe(
      'SOC 2: score 50 of 100, coverage 90 %; 2 of 4 requirements failed, 3 open findings',
    );
    expect(summaryOf({ ...report, score: null, coverage: null })).toContain(
      'SOC 2: nothing could be decided; 2 of 4',
    );
  });
});
