import { beforeAll, describe, expect, it } from '@jest/globals';
import { scanSummary, toldMessage, toldMessages, urls } from '../../../test/support/told-messages.js';
import { combine, digestOf } from './domain/combine.js';
import { knownAtRules, knownProperties, knownTags } from './domain/email/known-markup.js';
import type { Message } from './domain/message.js';
import { testMessage } from './domain/words/index.js';
import { told } from './domain/words/told.js';
import { Rendering, type RenderedEmail } from './rendering.service.js';

const rendering = new Rendering();
const RTL = 'דלי-גיבוי';
const HOSTILE = `</td></table><script>alert(1)</script><img src="https://evil.test/x.png" onerror="x"> & "' {{x}} ${RTL}`;
const LONG_ARN = `arn:aws:iam::123456789012:role/${'a-very-long-path/'.repeat(25)}`;

const types = [
  'EC2::Instance',
  'EC2::Volume',
  'EC2::EIP',
  'RDS::DBInstance',
  'Lambda::Function',
  'SQS::Queue',
];
const services = [
  'KMS::Key',
  'SNS::Topic',
  'Logs::LogGroup',
  'DynamoDB::Table',
  'ECR::Repository',
  'S3::Bucket',
];
const everywhere = [...types, ...services, 'IAM::AccessKey', 'IAM::User'].flatMap((type) =>
  ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'sa-east-1'].map(
    (region, index) => ({
      ...{ resourceType: `AWS::${type}`, region, count: 60 + index, highRisk: 2, savingsUsd: 1234.5 },
    }),
  ),
);
const manyFindings = scanSummary({
  ...{ waste: everywhere, byTypeAndRegion: everywhere, bySeverity: { critical: 1000, high: 4000 }, gaps: 7 },
  top: Array.from({ length: 10 }, (_, index) => ({
    ...{ findingId: `fnd_${index}`, title: `${HOSTILE} ${index}`, severity: 'critical', controlId: 'c' },
    ...{ resourceArn: LONG_ARN, accountId: '123456789012', region: 'ap-southeast-2', savingsUsd: 12 },
  })),
  scores: Array.from({ length: 12 }, (_, index) => ({
    ...{ frameworkId: `own-${index}`, name: HOSTILE, score: 50, before: 40, coverage: 90 },
  })),
});
const nothing = scanSummary({
  ...{
    waste: [],
    byTypeAndRegion: [],
    bySeverity: {},
    top: [],
    scores: [],
    savingsUsd: 0,
    opened: 0,
    resolved: 0,
  },
});
const findings = Array.from({ length: 5000 }, (_, index) =>
  toldMessage('finding.opened', {
    findingId: `fnd_${index}`,
    title: `${HOSTILE} ${index}`,
    resourceArn: LONG_ARN,
  }),
);
const day = { from: new Date('2026-11-20T06:00:00Z'), to: new Date('2026-11-21T06:00:00Z') };
const worst = told({
  ...{ kind: 'digest', title: HOSTILE.repeat(9), at: '2026-11-21T06:04:00.000Z', text: '<&"\'>'.repeat(400) },
  fields: Array.from({ length: 20 }, () => ({ label: HOSTILE, value: HOSTILE.repeat(9) })),
  lists: Array.from({ length: 12 }, () => ({
    ...{ title: HOSTILE, more: 7 },
    lines: Array.from({ length: 10 }, () => ({ text: '"'.repeat(300), note: '"'.repeat(400) })),
  })),
});

const messages: [string, Message][] = [
  ...toldMessages(),
  ['a scan of 5,000 findings', toldMessage('scan.completed', { summary: manyFindings })],
  ['a scan of none', toldMessage('scan.completed', { summary: nothing })],
  ['5,000 findings as one', combine(findings)],
  ['a digest', digestOf([...findings, ...toldMessages().map(([, one]) => one)], day)],
  ['a test', testMessage(HOSTILE, HOSTILE, '2026-11-21T06:04:00.000Z')],
  ['the worst there can be', worst],
];

/** The HTML without the comments that Outlook alone reads: others see none of it, and so do pictures of this spec. */
const withoutComments = (html: string): string =>
  html.replace(/<!--\[if [^\]]*\]><!-->|<!--<!\[endif\]-->/g, '').replace(/<!--[\s\S]*?-->/g, '');

/** Says again, beside the subject, what is in the email; not shown in it. */
const PREHEADER = /<div style="display:none;[^"]*">[^<]*<\/div>/;

interface Markup {
  tags: { tag: string; attributes: Record<string, string> }[];
  properties: string[];
  atRules: string[];
  /** What is left of the text when all tags are taken away. */
  text: string;
}

function markupOf(html: string): Markup {
  const seen = withoutComments(html).replace('<!doctype html>', '');
  const styles = [...seen.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css = '']) => css);
  const body = seen.replace(/(<style[^>]*>)[\s\S]*?<\/style>/g, '$1</style>');
  const tags = [...body.matchAll(/<([a-z][a-z0-9:]*)((?:\s+[a-z:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag = '', rest = '']) => ({
      tag: tag.toLowerCase(),
      attributes: Object.fromEntries(
        [...rest.matchAll(/([a-z:-]+)="([^"]*)"/gi)].map(([, key = '', value = '']): [string, string] => [
          key,
          value,
        ]),
      ),
    }),
  );
  const declarations = [
    ...tags.map(({ attributes }) => attributes.style ?? ''),
    ...styles.flatMap((css) => [...css.matchAll(/\{([^{}]*)\}/g)].map(([, inner = '']) => inner)),
  ];
  return {
    tags,
    properties: declarations.flatMap((one) =>
      one.split(';').flatMap((pair) => (pair.includes(':') ? [(pair.split(':')[0] ?? '').trim()] : [])),
    ),
    atRules: styles.flatMap((css) => css.match(/@[a-z-]+/g) ?? []),
    text: body.replace(/<\/?[a-z][a-z0-9:]*(?:\s+[a-z:-]+(?:="[^"]*")?)*\s*\/?>/gi, ' '),
  };
}

describe.each(messages)('the email of %s', (_name, message) => {
  let email: RenderedEmail;
  let markup: Markup;
  beforeAll(async () => {
    email = await rendering.email(message, urls, 'Acme');
    markup = markupOf(email.html);
  }, 60_000);

  it('is made of what mail clients know', () => {
    expect(markup.tags.length).toBeGreaterThan(20);
    expect([...new Set(markup.tags.map(({ tag }) => tag))].filter((one) => !knownTags.has(one))).toEqual([]);
    expect([...new Set(markup.properties)].filter((one) => !knownProperties.has(one))).toEqual([]);
    expect(markup.atRules.filter((one) => !knownAtRules.has(one))).toEqual([]);
    // nothing of a name is markup, and nothing is left that is half of a tag
    expect(markup.text).not.toMatch(/[<>]/);
  });

  it('loads nothing, and shows the pictures that come along', () => {
    const sources = markup.tags
      .flatMap(({ attributes }) => [attributes.src, attributes.background])
      .filter((one) => one !== undefined);
    expect(sources).toEqual(email.attachments.map(({ cid }) => `cid:${cid}`));
    expect(email.html).not.toMatch(/url\(|@import|<link/);
    for (const { attributes } of markup.tags.filter(({ tag }) => tag === 'img'))
      expect(attributes.alt).toMatch(/: .*\d/);
    for (const { tag, attributes } of markup.tags)
      if (tag === 'a') expect(attributes.href).toMatch(/^https:\/\/shepherd\.acme\.test\/links\//);
    for (const { content, contentType, filename } of email.attachments) {
      expect([contentType, filename.endsWith('.png')]).toEqual(['image/png', true]);
      expect(content.subarray(1, 4).toString()).toBe('PNG');
      expect(content.length).toBeLessThan(200_000);
    }
  });

  it('is small enough that Gmail shows the end of it', () => {
    expect(Buffer.byteLength(email.html)).toBeLessThanOrEqual(100_000);
  });

  it('has a subject of one line, and the same in plain text', () => {
    expect(email.subject.length).toBeLessThan(120);
    expect(email.subject).not.toMatch(/[\p{Cc}\u2066-\u2069\u202a-\u202e]/u);
    expect(email.subject.startsWith('[Acme] ')).toBe(true);
    expect(email.text).toContain(message.title);
    for (const { to } of message.links) expect(email.text).toContain(urls(to));
  });
});

describe('the email of a scan', () => {
  const message = toldMessage('scan.completed');
  let email: RenderedEmail;
  beforeAll(async () => {
    email = await rendering.email(message, urls, 'default');
  });

  it('has the breakdown by type and region, the risk, the savings, the scores and the worst findings', () => {
    expect(email.subject).toBe('Found 25 unused AWS resources across multiple regions!');
    for (const heading of [
      'Security risk',
      'Unused resources by type and region',
      'Estimated savings',
      'Compliance scores',
      'Worst findings',
      'All findings by type and region',
    ])
      expect([email.html.includes(`>${heading}<`), email.text.includes(heading.toUpperCase())]).toEqual([
        true,
        true,
      ]);
    expect(email.text).toContain('EC2 Instances: us-east-1 8, eu-west-1 3, ap-south-1 2, Total 13');
    expect(email.text).toContain('In all: A month $217.70, A year $2,612');
    expect(email.text).toContain(
      '- S3 bucket lets everybody read it (critical)\n  arn:aws:s3:::acme-customer-exports',
    );
  });

  it('has charts of severities, regions and savings, said in words for who sees none', () => {
    expect(email.attachments.map(({ cid }) => cid)).toEqual(['severities', 'regions', 'savings']);
    expect(email.html).toContain(
      'alt="Findings by severity: Critical 2; High 7; Medium 14; Low 31; Informational 4"',
    );
  });

  it('tells in text what it tells in HTML', () => {
    const wordsOf = (text: string) =>
      text
        .toLowerCase()
        .split(/\s+/)
        .map((one) => one.replace(/^[(:]+|[),.:]+$/g, ''))
        .filter((one) => one !== '');
    const inText = new Set(wordsOf(email.text));
    const inHtml = wordsOf(
      markupOf(email.html.replace(PREHEADER, '')).text.replace(/&(?:[a-z]+|#\d+);/g, ' '),
    );
    const ofTheFrame = [
      ...wordsOf(
        'Type Other Framework Score tenant default Resources The notification rules of your tenant say',
      ),
      ...wordsOf('what is sent, and to whom. · –'),
    ];
    expect(inHtml.length).toBeGreaterThan(200);
    expect(inHtml.filter((one) => !inText.has(one) && !ofTheFrame.includes(one))).toEqual([]);
  });

  it('is calm and without pictures where there is nothing', async () => {
    const calm = await rendering.email(toldMessage('scan.completed', { summary: nothing }), urls, 'default');
    expect(calm.subject).toBe('No unused AWS resources found');
    expect(calm.attachments).toEqual([]);
    expect(calm.text).not.toMatch(/worst|savings|critical \d/i);
  });

  it('has no links where the service does not know its address', async () => {
    const without = await rendering.email(message, () => undefined, 'default');
    expect(without.html).not.toContain('<a ');
    expect(without.text).not.toContain('http');
  });
});

it('shows a name that is markup, or runs from right to left, as a name', async () => {
  const { html } = await rendering.email(
    toldMessage('finding.opened', { title: HOSTILE, resourceArn: LONG_ARN }),
    urls,
    HOSTILE,
  );
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('\u2068&lt;/td&gt;');
  expect(html).toMatch(/word-break:break-word;[^>]*>\s*<span[^>]*>arn:aws:iam/);
});
