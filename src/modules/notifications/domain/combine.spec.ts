import { describe, expect, it } from '@jest/globals';
import { toldMessage, toldMessages } from '../../../../test/support/told-messages.js';
import { combine, digestOf } from './combine.js';
import { message as schema, type Message } from './message.js';
import { severities } from './severity.js';

const finding = (index: number, given: Partial<Parameters<typeof toldMessage<'finding.opened'>>[1]> = {}) =>
  toldMessage('finding.opened', {
    ...{ findingId: `fnd_${index}`, title: `Control ${index % 37} fails`, source: 'scan_1' },
    ...{ severity: severities[index % 4] ?? 'low', resourceArn: `arn:aws:s3:::bucket-${index}` },
    ...given,
  });
const findings = (amount: number): Message[] => Array.from({ length: amount }, (_, index) => finding(index));
const day = { from: new Date('2026-11-20T06:00:00Z'), to: new Date('2026-11-21T06:00:00Z') };

describe('messages of one group', () => {
  it('are one message: one stays itself, and stays so', () => {
    const one = finding(0);
    expect(combine([one])).toBe(one);
    const many = combine(findings(12));
    expect(combine([many])).toBe(many);
    expect(() => combine([])).toThrow(RangeError);
  });

  it('are counted and listed, the worst first, and link to what all of them link to', () => {
    const combined = combine(findings(12));
    expect(combined).toMatchObject({ kind: 'finding', subjectId: null, severity: 'critical' });
    expect(combined.title).toBe('12 findings (3 critical, 3 high, 3 medium, 3 low)');
    expect(combined.lists[0]).toMatchObject({ title: 'Findings (12)', more: 2 });
    expect(combined.lists[0]?.lines).toHaveLength(10);
    expect(combined.lists[0]?.lines[0]).toEqual({
      ...{
        text: 'Critical finding: Control 0 fails',
        note: 'arn:aws:s3:::bucket-0 · 123456789012 · us-east-1',
      },
    });
    expect(combined.links.map(({ label }) => label)).toEqual(['Open scan']);
  });

  it('of the same words are one line, with some of their places', () => {
    const same = Array.from({ length: 5 }, (_, index) =>
      finding(index, { severity: 'high', title: 'It is open' }),
    );
    expect(combine(same).lists[0]?.lines).toEqual([
      {
        text: 'High finding: It is open (5 times)',
        note: 'arn:aws:s3:::bucket-0, arn:aws:s3:::bucket-1, arn:aws:s3:::bucket-2 and 2 more',
      },
    ]);
  });

  it('about one thing say how it stands now, and what was before', () => {
    const opened = { ...toldMessage('incident.opened'), at: '2026-11-21T06:00:00.000Z' };
    const closed = { ...toldMessage('incident.closed'), at: '2026-11-21T08:00:00.000Z' };
    const combined = combine([closed, opened]);
    expect(combined).toMatchObject({
      subjectId: 'inc_1',
      title: closed.title,
      severity: null,
      at: closed.at,
    });
    expect(combined.lists.at(-1)).toMatchObject({ title: 'Before that', lines: [{ text: opened.title }] });
  });

  it('are bounded however many they are', () => {
    const combined = combine(findings(5000));
    expect(schema.parse(combined)).toEqual(combined);
    expect(combined.title).toBe('5,000 findings (1,250 critical, 1,250 high, 1,250 medium, 1,250 low)');
    const [list] = combined.lists;
    const counted = list?.lines.reduce(
      (sum, { text }) => sum + Number(/\((\d+) times\)/.exec(text)?.[1] ?? 1),
      0,
    );
    expect((counted ?? 0) + (list?.more ?? 0)).toBe(5000);
    expect(JSON.stringify(combined).length).toBeLessThan(8000);
  });
});

describe('a digest', () => {
  it('is grouped by kind, the one with the worst first', () => {
    const digest = digestOf([...toldMessages().map(([, one]) => one), ...findings(40)], day);
    expect(digest).toMatchObject({ kind: 'digest', severity: 'critical', at: day.to.toISOString() });
    expect(digest.title).toBe('Digest: 69 messages (19 critical, 16 high, 11 medium, 10 low)');
    expect(digest.text).toBe('From 20 Nov 2026, 06:00 UTC until 21 Nov 2026, 06:00 UTC.');
    expect(digest.lists.map(({ title }) => title).slice(0, 2)).toEqual([
      'Incident messages (6)',
      'Findings (43)',
    ]);
    expect(digest.lists[1]?.more).toBe(33);
    expect(schema.parse(digest)).toEqual(digest);
  });

  it('of one message is still a digest, and of none says so', () => {
    expect(digestOf([finding(0)], day)).toMatchObject({
      kind: 'digest',
      title: 'Digest: 1 finding (1 critical)',
    });
    expect(digestOf([], day)).toMatchObject({ title: 'Digest: nothing new', lists: [], severity: null });
  });
});
