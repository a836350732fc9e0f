import { describe, expect, it } from '@jest/globals';
import { scanSummary, toldMessage, toldMessages, urls } from '../../../../../test/support/told-messages.js';
import { combine, digestOf } from '../combine.js';
import type { Message } from '../message.js';
import { told } from '../words/told.js';
import type { Block } from './blocks.js';
import { slackMessage } from './slack-message.js';

const HOSTILE = `<!channel> @here <https://evil.test|ok> *bold* :aws: \`x\` & ${'long'.repeat(900)}`;
const hostile: Message = told({
  ...{ kind: 'request', at: '2026-11-21T06:04:00.000Z', title: HOSTILE, text: HOSTILE },
  fields: Array.from({ length: 40 }, () => ({ label: HOSTILE, value: HOSTILE })),
  lists: Array.from({ length: 12 }, () => ({
    ...{ title: HOSTILE, more: 7 },
    lines: Array.from({ length: 30 }, () => ({ text: HOSTILE, note: HOSTILE })),
  })),
  links: Array.from({ length: 40 }, (_, index) => ({
    ...{ label: HOSTILE, style: 'danger' },
    to: { kind: 'finding', id: String(index), action: 'open', personalLinkId: null },
  })),
});
const wide = toldMessage('scan.completed', {
  summary: scanSummary({
    waste: Array.from({ length: 400 }, (_, index) => ({
      ...{ resourceType: `AWS::Svc${index % 20}::Thing`, region: `region-${index}`, count: 1 + index },
      ...{ highRisk: 0, savingsUsd: 1 },
    })),
  }),
});
const findings = Array.from({ length: 5000 }, (_, index) =>
  toldMessage('finding.opened', { findingId: `fnd_${index}`, title: `דלי ${index} ${HOSTILE.slice(0, 90)}` }),
);
const day = { from: new Date('2026-11-20T06:00:00Z'), to: new Date('2026-11-21T06:00:00Z') };

const messages: [string, Message][] = [
  ...toldMessages(),
  ['hostile', hostile],
  ['many regions', wide],
  ['5,000 findings', combine(findings)],
  ['a digest of them', digestOf([...findings, ...toldMessages().map(([, one]) => one)], day)],
];

/** All text that a block shows. */
function textOf(block: Block): string {
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'context':
      return block.elements.map(({ text }) => text).join('');
    case 'actions':
      return block.elements.map(({ text }) => text.text).join('');
    case 'divider':
      return '';
    case 'rich_text':
      return block.elements
        .flatMap((one) => (one.type === 'rich_text_list' ? one.elements : [one]))
        .flatMap(({ elements }) => elements.map(({ text }) => text))
        .join('');
  }
}

describe.each(messages)('%s in Slack', (_name, message) => {
  const { text, blocks } = slackMessage(message, urls);

  it('keeps to what Slack takes', () => {
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks.reduce((sum, one) => sum + textOf(one).length, 0)).toBeLessThan(13_000);
    for (const block of blocks) {
      expect(textOf(block).length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
      if (block.type === 'rich_text') expect(block.elements.length).toBeGreaterThan(0);
      if (block.type !== 'actions') continue;
      expect(block.elements.length).toBeLessThanOrEqual(25);
      expect(new Set(block.elements.map((one) => one.action_id)).size).toBe(block.elements.length);
      for (const { text: label } of block.elements) expect(label.text.length).toBeLessThanOrEqual(75);
    }
    // Slack answers empty text by invalid_blocks
    expect(JSON.stringify(blocks)).not.toContain('"text":""');
  });

  it('has no markup in which a name could be a mention, a link or an emoji', () => {
    expect(JSON.stringify(blocks)).not.toMatch(/mrkdwn|"emoji":true|broadcast|user_id/);
    expect(text).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/@(here|channel|everyone)/);
    expect(text.length).toBeLessThanOrEqual(4000);
  });
});

describe('the message of a scan', () => {
  const { text, blocks } = slackMessage(toldMessage('scan.completed'), urls);
  const printed = `🚨 Found 25 unused AWS resources across multiple regions!

EC2 Instances:
• us-east-1: 8
• eu-west-1: 3
• ap-south-1: 2

EBS Volumes:
• us-east-1: 5
• eu-west-1: 2

S3 Buckets: 3
IAM Users: 2
Access Keys: 0 (0 High Risk)`;

  it('is what specs/4 prints, in the blocks and where no blocks are shown', () => {
    expect(text).toBe(printed);
    expect(blocks.slice(0, 2).map(textOf).join('\n\n')).toBe(printed);
  });

  it('tells the rest after that, in the same message, with buttons that are links', () => {
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'rich_text',
      'divider',
      'rich_text',
      'actions',
      'context',
    ]);
    expect(blocks[3] && textOf(blocks[3])).toContain(
      'Could be saved: $217.70 a month\nCIS 3.0 score: 82.4% (up 3.5)',
    );
    expect(blocks[4]).toMatchObject({
      elements: [
        { url: 'https://shepherd.acme.test/links/scan/scan_01jd7y3m5v?action=open', style: 'primary' },
        { url: 'https://shepherd.acme.test/links/finding/fnd_01?action=open' },
        { url: 'https://shepherd.acme.test/links/finding/fnd_01?action=suppress' },
      ],
    });
  });

  it('has no buttons where the service does not know its address', () => {
    const { blocks: without } = slackMessage(toldMessage('scan.completed'), () => undefined);
    expect(without.map(({ type }) => type)).not.toContain('actions');
  });

  it('is short where there is nothing', () => {
    const nothing = { waste: [], bySeverity: {}, top: [], scores: [], savingsUsd: 0, opened: 0, resolved: 0 };
    const calm = slackMessage(toldMessage('scan.completed', { summary: scanSummary(nothing) }), urls);
    expect(calm.text).toBe('✅ No unused AWS resources found');
    expect(calm.blocks.map(({ type }) => type)).toEqual(['header', 'actions', 'context']);
  });
});

it('asks for approval with buttons for yes and no', () => {
  const { blocks } = slackMessage(toldMessage('approval.requested'), urls);
  const actions = blocks.find((one) => one.type === 'actions');
  expect(actions?.elements.map(({ text, style }) => [text.text, style])).toEqual([
    ['Approve', 'primary'],
    ['Reject', 'danger'],
    ['Open', undefined],
  ]);
});
