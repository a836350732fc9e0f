import { describe, expect, it } from '@jest/globals';
import { toldFactNames, toldFacts, toldMessage } from '../../../../../test/support/told-messages.js';
import { message as schema, type Message } from '../message.js';
import { readings, type ReadingOf, type ToldFact } from '../readings.js';
import { frameworkName } from '../resource-names.js';
import { forPerson, messageOf, testMessage } from './index.js';

const AT = new Date('2026-11-21T06:04:00Z');

/** Each string of somebody else is hostile and long; enumerations, times and ids are left. */
const HOSTILE = `\u202e<b>&"' \u2066 <!channel> @here\r\n\u0000\ud800 ${'שלום-'.repeat(900)}`;
const KEPT = new Set(['AT', 'severity', 'decision', 'status', 'scanType', 'source']);

function hostile(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return KEPT.has(key) || /^\d{4}-\d\d-\d\dT/.test(value) ? value : HOSTILE;
  if (Array.isArray(value)) return value.map((one) => hostile(one, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one, name)]));
  return value;
}

const textsOf = ({ title, text, fields, lists, links }: Message): string[] => [
  ...[title, text ?? '', ...links.map(({ label }) => label)],
  ...fields.flatMap(({ label, value }) => [label, value]),
  ...lists.flatMap(({ title: heading, lines }) => [
    heading,
    ...lines.flatMap((one) => [one.text, one.note ?? '']),
  ]),
];
const of = (text: string, sign: string) => text.split(sign).length - 1;

describe.each(toldFactNames)('%s', (fact) => {
  it('is told in a message that can be stored', () => {
    const told = toldMessage(fact);
    expect(schema.parse(told)).toEqual(told);
    expect(told.at).toBe(AT.toISOString());
    expect(told.title).not.toMatch(/undefined|null|NaN|\[object/);
    expect(textsOf(told).join('\n')).not.toMatch(/undefined|NaN|\[object/);
  });

  it('holds nothing unseen, whatever the names are, and is bounded', () => {
    const reading = readings[fact].parse(hostile(toldFacts[fact])) as ReadingOf<ToldFact>;
    const told = messageOf(fact, reading as never, AT);
    expect(schema.parse(told)).toEqual(told);
    for (const text of textsOf(told)) {
      expect(text).not.toMatch(/(?!\n)[\u202a-\u202e\u2066\u2067\p{Cc}\p{Surrogate}]/u);
      expect(of(text, '\u2068')).toBe(of(text, '\u2069'));
    }
    expect(told.title.length).toBeLessThanOrEqual(250);
    expect(JSON.stringify({ ...told, scan: null }).length).toBeLessThan(40_000);
  });
});

describe('titles', () => {
  it.each<[ToldFact, string]>([
    ['finding.opened', 'Critical finding: S3 bucket lets everybody read it'],
    ['score.changed', 'CIS 3.0 score fell from 82.4% to 74.1% in account 123456789012'],
    ['violations.detected', 'Compliance scan: 12 violations (1 critical, 4 high, 7 medium)'],
    ['vulnerabilities.detected', '41 vulnerabilities found: 3 critical, 12 high'],
    ['assessment.completed', 'CIS 3.0 assessed: 82.4%'],
    ['schedule.run.failed', 'Schedule failed: Daily compliance scan'],
    ['workflow.failed', 'Workflow failed: Audit pack generation'],
    ['error-rate.high', '8.4% of events fail'],
    ['approval.requested', 'Approval wanted: Change 3 resources?'],
    ['approval.decided', 'Approved: Change 3 resources?'],
    ['remediation.completed', 'Remediation completed: 1 resource changed'],
    ['remediation.kill-switch.changed', 'Kill switch on: all changes are stopped'],
    ['incident.opened', 'Critical incident: Access key found in a public repository'],
    ['incident.escalated', 'Nobody has acknowledged the incident: Access key found in a public repository'],
    ['patch.installed', 'Patching failed in 1 of 4 batches'],
    ['event.matched', 'Root is used: ConsoleLogin'],
  ])('of %s', (fact, title) => {
    expect(toldMessage(fact).title).toBe(title);
  });
});

describe('what is told', () => {
  it('says what, where, what it costs and who owns it, of a finding', () => {
    const told = toldMessage('finding.opened', { estimatedMonthlySavingsUsd: 1217.7 });
    expect(told.fields).toEqual([
      { label: 'Resource', value: 'arn:aws:s3:::acme-customer-exports' },
      { label: 'Account', value: '123456789012' },
      { label: 'Region', value: 'us-east-1' },
      { label: 'Control', value: 's3_bucket_policy_public' },
      { label: 'Could save', value: '$1,217.70 a month' },
      { label: 'Counts for', value: 'CIS 3.0, SOC 2' },
      { label: 'Tags', value: 'Owner = data-team' },
    ]);
    expect(told.links.map(({ to }) => to.action)).toEqual(['open', 'suppress', 'open']);
  });

  it('reads a fact from before the summary, the tags and the details came to it', () => {
    const { summary: _, ...older } = toldFacts['scan.completed'];
    expect(messageOf('scan.completed', readings['scan.completed'].parse(older), AT).title).toBe(
      'Scan finished: 58 findings',
    );
    const failed = readings['scan.completed'].parse({ ...older, status: 'failed' });
    expect(messageOf('scan.completed', failed, AT)).toMatchObject({
      severity: 'high',
      title: 'Scan failed: nothing could be read',
    });
  });

  it('shows the plan of who asks for approval, and none of what may be secret', () => {
    const details = {
      ...toldFacts['approval.requested'].details,
      apiToken: 'xoxb-1',
      nested: { password: 'hunter2' },
      notShown: 4,
    };
    const told = toldMessage('approval.requested', { details });
    expect(told.lists.map(({ title }) => title)).toEqual(['Why', 'Changes']);
    expect(told.lists[1]?.lines[0]?.note).toMatch(
      /^arn:aws:s3:::acme-customer-exports · .*Nobody outside can read it/,
    );
    expect(told.fields).toContainEqual({ label: 'Not shown', value: '4' });
    expect(JSON.stringify(told)).not.toMatch(/xoxb-1|hunter2/);
  });

  it('is for one person only where a link decides', () => {
    const told = forPerson(toldMessage('approval.requested'), 'lnk_1');
    expect(told.links.map(({ to }) => [to.action, to.personalLinkId])).toEqual([
      ['approve', 'lnk_1'],
      ['reject', 'lnk_1'],
      ['open', null],
    ]);
  });

  it('is said to be a test', () => {
    expect(schema.parse(testMessage('slack', 'ann@acme.test', AT.toISOString()))).toMatchObject({
      kind: 'test',
      severity: null,
    });
  });
});

describe('frameworkName', () => {
  it('tells versions of one framework apart, and leaves a tenant its own id', () => {
    expect(['cis-3.0', 'cis-4.0', 'pci-dss-4.0', 'soc2', 'own-1.0'].map(frameworkName)).toEqual([
      ...['CIS 3.0', 'CIS 4.0', 'PCI DSS 4.0', 'SOC 2', 'own-1.0'],
    ]);
  });
});
