import { describe, expect, it } from '@jest/globals';
import { toldMessage, toldMessages, urls } from '../../../../test/support/told-messages.js';
import { combine } from './combine.js';
import { jsonMessage } from './json-message.js';
import { snsMessage } from './sns-message.js';

const many = combine(
  Array.from({ length: 5000 }, (_, index) =>
    toldMessage('finding.opened', { findingId: `fnd_${index}`, title: `דלי ${'א'.repeat(250)} ${index}` }),
  ),
);

describe('SNS', () => {
  it.each([...toldMessages(), ['5,000 findings', many] as const])('takes %s', (_name, message) => {
    const sent = snsMessage(message, urls);
    expect(sent.subject).toMatch(/^[!-~][ -~]{0,98}$/);
    expect(Buffer.byteLength(sent.message)).toBeLessThan(256 * 1024);
    expect(sent.message.split('\n')[0]).not.toBe('');
  });

  it('has a subject of ASCII, and all that is told in the text', () => {
    const sent = snsMessage(toldMessage('finding.opened', { title: 'Größe – „öffentlich“ דלי' }), urls);
    expect(sent.subject).toBe('Critical finding: Gro?e - ?offentlich? ???');
    expect(sent.message).toContain('Critical finding: Größe – „öffentlich“ דלי');
    expect(sent.message).toContain('Resource: arn:aws:s3:::acme-customer-exports');
    expect(sent.message).toContain(
      'Suppress: https://shepherd.acme.test/links/finding/fnd_01?action=suppress',
    );
  });

  it('takes no more than its limit', () => {
    const sent = snsMessage({ ...many, text: 'א'.repeat(300_000) }, urls);
    expect(Buffer.byteLength(sent.message)).toBeLessThan(256 * 1024);
    expect(sent.message).toMatch(/…$/);
  });
});

describe('JSON', () => {
  it('has a shape that receivers can rely on', () => {
    expect(jsonMessage(toldMessage('finding.opened'), urls)).toEqual({
      ...{ version: 1, kind: 'finding', subjectId: 'fnd_01', severity: 'critical', scan: null, lists: [] },
      title: 'Critical finding: S3 bucket lets everybody read it',
      text: 'Whoever knows or guesses its name can copy all that is in it.',
      fields: [
        { label: 'Resource', value: 'arn:aws:s3:::acme-customer-exports' },
        { label: 'Account', value: '123456789012' },
        { label: 'Region', value: 'us-east-1' },
        { label: 'Control', value: 's3_bucket_policy_public' },
        { label: 'Counts for', value: 'CIS 3.0, SOC 2' },
        { label: 'Tags', value: 'Owner = data-team' },
      ],
      links: [
        link('Open finding', 'finding', 'fnd_01', 'open'),
        link('Suppress', 'finding', 'fnd_01', 'suppress'),
        link('Open scan', 'scan', 'scan_01jd7y3m5v', 'open'),
      ],
      at: '2026-11-21T06:04:00.000Z',
    });
  });

  it('is the same through JSON, without the signs that are for the eye, for all that is told', () => {
    for (const [, message] of [...toldMessages(), ['many', many] as const]) {
      const json = jsonMessage(message, urls);
      expect(JSON.parse(JSON.stringify(json))).toEqual(json);
      expect(JSON.stringify(json)).not.toMatch(/[\u2068\u2069]/);
    }
  });

  it('has null for an address that there is not', () => {
    expect(jsonMessage(toldMessage('finding.opened'), () => undefined).links[0]?.url).toBeNull();
  });
});

const link = (label: string, kind: string, id: string, action: string) => ({
  ...{ label, kind, id, action, url: `https://shepherd.acme.test/links/${kind}/${id}?action=${action}` },
});
