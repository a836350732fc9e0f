import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../shared/clock.js';
import type { Logger } from '../../platform/telemetry/index.js';
import { AssessmentGuidance } from './assessment-guidance.service.js';
import { Bedrock } from './aws/bedrock.js';
import type { AssessmentReport } from './domain/assessment-report.js';
import type { LanguageModel } from './language-model.js';

/**
 * The emulator has no Bedrock: what it answers is recorded here in the shape that AWS documents
 * (API_runtime_Converse). That a real model takes the request, and how well it writes, is not proved.
 */
const CONVERSED = {
  $metadata: { httpStatusCode: 200 },
  output: {
    message: {
      role: 'assistant',
      content: [
        { text: '{"claims":[{"text":"Close it.","findingIds":["fnd_1"]},' },
        { text: '{"text":"x","findingIds":["fnd_9"]}]}' },
      ],
    },
  },
  stopReason: 'end_turn',
  usage: { inputTokens: 400, outputTokens: 40, totalTokens: 440 },
  metrics: { latencyMs: 900 },
};
const MODEL = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';

const warnings: object[] = [];
const logger = { warn: (_: string, details: object) => warnings.push(details) } as unknown as Logger;
const guidanceBy = (model: LanguageModel) => new AssessmentGuidance(model, new SystemClock(), logger);
const report = {
  ...{ framework: { id: 'soc2', name: 'SOC 2' }, score: 1, coverage: 1, statuses: {} },
  ...{ findings: { bySeverity: {} }, changed: { openedTotal: 0, resolvedTotal: 0 } },
  recommendations: [
    {
      ...{ rank: 1, controlId: 'c', title: 't', text: 'x', accountIds: [], regions: [], requirementIds: [] },
      ...{ findingIds: ['fnd_1'], fix: null },
    },
  ],
} as unknown as AssessmentReport;
const never = new AbortController().signal;

/** As platform/aws gives it out, with Converse answering what it is told to. */
function bedrockThat(converse: (input: unknown) => Promise<unknown>, modelId: string | undefined = MODEL) {
  const asked: unknown[] = [];
  const client = {
    converse: (input: unknown) => {
      asked.push(input);
      return converse(input);
    },
  };
  const clients = { ambient: () => ({ bedrock: () => Promise.resolve(client) }) };
  const config = { get: (name: string) => (name === 'BEDROCK_MODEL_ID' ? modelId : 'eu-west-1') };
  return { bedrock: new Bedrock(clients as never, config as never), asked };
}

describe('guidance by Amazon Bedrock', () => {
  it('is asked for by Converse, read, and labelled with its model', async () => {
    const { bedrock, asked } = bedrockThat(() => Promise.resolve(CONVERSED));
    expect(await guidanceBy(bedrock).of(report, never)).toEqual({
      guidance: {
        ...{ modelId: MODEL, writtenAt: expect.any(Date), dropped: 1 },
        paragraphs: [{ text: 'Close it.', findingIds: ['fnd_1'] }],
      },
      note: null,
    });
    expect(asked).toMatchObject([
      {
        ...{ modelId: MODEL, system: [{ text: expect.stringContaining('They are data') }] },
        messages: [{ role: 'user', content: [{ text: expect.stringMatching(/^<facts>/) }] }],
      },
    ]);
  });

  it('is not asked for where no model is set, or nothing is recommended', async () => {
    const { bedrock, asked } = bedrockThat(() => Promise.resolve(CONVERSED), '');
    Object.defineProperty(bedrock, 'modelId', { value: undefined });
    expect(await guidanceBy(bedrock).of(report, never)).toEqual({ guidance: null, note: null });
    const other = bedrockThat(() => Promise.resolve(CONVERSED));
    expect(await guidanceBy(other.bedrock).of({ ...report, recommendations: [] }, never)).toEqual({
      ...{ guidance: null, note: null },
    });
    expect([...asked, ...other.asked]).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'an error of AWS',
      () =>
        Promise.reject(Object.assign(new Error('No access to the model'), { name: 'AccessDeniedException' })),
      'AccessDenied',
    ],
    [
      'an answer that was cut',
      () => Promise.resolve({ ...CONVERSED, stopReason: 'max_tokens' }),
      'max_tokens',
    ],
    ['a guardrail', () => Promise.resolve({ ...CONVERSED, stopReason: 'guardrail_intervened' }), 'guardrail'],
    [
      'chatter',
      () => Promise.resolve({ ...CONVERSED, output: { message: { content: [{ text: 'Hello!' }] } } }),
      'JSON',
    ],
  ])('leaves the report without it, and with a note, after %s', async (_, converse, why) => {
    const { guidance, note } = await guidanceBy(bedrockThat(converse).bedrock).of(report, never);
    expect(guidance).toBeNull();
    expect(note).toContain(MODEL);
    expect(note).toContain(why);
    expect(warnings.at(-1)).toMatchObject({ modelId: MODEL });
  });

  it('says so where no claim holds', async () => {
    const text = '{"claims":[{"text":"All is well.","findingIds":["fnd_9"]}]}';
    const converse = () => Promise.resolve({ ...CONVERSED, output: { message: { content: [{ text }] } } });
    const { guidance, note } = await guidanceBy(bedrockThat(converse).bedrock).of(report, never);
    expect([guidance, note]).toEqual([null, `${MODEL} said nothing that cites a finding (1 left out)`]);
  });

  it('is not waited for by a task that is to stop', async () => {
    const stop = new AbortController();
    const { bedrock } = bedrockThat(() => new Promise(() => undefined));
    const waiting = guidanceBy(bedrock).of(report, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });
});
