import { describe, expect, it } from '@jest/globals';
import { type IAM } from '@aws-sdk/client-iam';
import { credentialReport, parseReport } from './credential-report.js';

/** As AWS prints it, with an unknown column more: columns are found by name. */
const CSV = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,new_column,mfa_active,' +
    'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,' +
    'access_key_2_last_rotated,access_key_2_last_used_date',
  '<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,x,TRUE,FALSE,N/A,N/A,FALSE,N/A,N/A',
  'alice,arn:aws:iam::123456789012:user/eng/alice,2021-02-03T04:05:06+00:00,TRUE,2026-01-01T10:00:00+00:00,2025-01-01T00:00:00+00:00,x,false,' +
    'true,2024-01-01T00:00:00+00:00,N/A,FALSE,2023-01-01T00:00:00Z,2023-06-01T00:00:00+00:00',
].join('\n');

const sdkError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

/** The states that GenerateCredentialReport answers, one after the other. */
function iam(
  states: readonly (string | Error)[],
  answer: object | Error = { Content: new TextEncoder().encode(CSV) },
) {
  const asked: string[] = [];
  const left = [...states];
  const give = (what: object | Error) => {
    if (what instanceof Error) throw what;
    return what;
  };
  const client = {
    generateCredentialReport: async () => {
      asked.push('generate');
      const state = left.shift() ?? 'INPROGRESS';
      return give(state instanceof Error ? state : { State: state });
    },
    getCredentialReport: async () => {
      asked.push('get');
      return give(answer);
    },
  };
  return { client: client as unknown as IAM, asked };
}

async function run(client: IAM, waits: readonly number[] = [1, 1, 1]) {
  const reading = credentialReport(client, waits);
  let pauses = 0;
  for (;;) {
    const { done, value } = await reading.next();
    if (done === true) return { report: value, pauses };
    pauses += 1;
  }
}

describe('the credential report', () => {
  it('is read by the names of its columns, with null for what AWS has no time of', () => {
    const report = parseReport(`${CSV}\r\n`);
    expect([...report.keys()]).toEqual([
      'arn:aws:iam::123456789012:root',
      'arn:aws:iam::123456789012:user/eng/alice',
    ]);
    expect(report.get('arn:aws:iam::123456789012:root')).toMatchObject({
      passwordEnabled: false,
      passwordLastUsed: null,
      mfaActive: true,
      keys: [{ active: false, rotatedAt: null }, { active: false }],
    });
    expect(report.get('arn:aws:iam::123456789012:user/eng/alice')).toEqual({
      createdAt: '2021-02-03T04:05:06.000Z',
      passwordEnabled: true,
      passwordLastUsed: '2026-01-01T10:00:00.000Z',
      passwordLastChanged: '2025-01-01T00:00:00.000Z',
      mfaActive: false,
      keys: [
        { active: true, rotatedAt: '2024-01-01T00:00:00.000Z', lastUsedAt: null },
        { active: false, rotatedAt: '2023-01-01T00:00:00.000Z', lastUsedAt: '2023-06-01T00:00:00.000Z' },
      ],
    });
  });

  it('is taken at once where AWS has one of the last four hours', async () => {
    const { client, asked } = iam(['COMPLETE']);
    const { report, pauses } = await run(client);
    expect(report).toBeInstanceOf(Map);
    expect(pauses).toBe(0);
    expect(asked).toEqual(['generate', 'get']);
  });

  it('is waited for, with a pause each time in which the reader may stop', async () => {
    const { client, asked } = iam(['STARTED', 'INPROGRESS', 'COMPLETE']);
    const { report, pauses } = await run(client);
    expect(report).toBeInstanceOf(Map);
    expect(pauses).toBe(2);
    expect(asked).toEqual(['generate', 'generate', 'generate', 'get']);
  });

  it('asks AWS no more once its reader has stopped', async () => {
    const { client, asked } = iam(['STARTED']);
    const reading = credentialReport(client, [1]);
    await reading.next();
    await reading.return(new Map());
    expect(asked).toEqual(['generate']);
  });

  it('is no evidence when it does not come, and never an error', async () => {
    const { report, pauses } = await run(iam([]).client, [1, 1]);
    expect(report).toMatchObject({ noEvidence: 'failed', code: 'CredentialReportNotReady' });
    expect(pauses).toBe(2);
    const expired = iam(['COMPLETE', 'COMPLETE'], sdkError('CredentialReportExpiredException', 410));
    expect((await run(expired.client, [1])).report).toMatchObject({ code: 'CredentialReportNotReady' });
    const busy = iam([sdkError('LimitExceededException', 409), 'COMPLETE']);
    expect((await run(busy.client)).report).toBeInstanceOf(Map);
  });

  it('is no evidence where it is denied, be it the making or the reading', async () => {
    const denied = sdkError('AccessDenied', 403);
    expect((await run(iam([denied]).client)).report).toMatchObject({ noEvidence: 'denied' });
    expect((await run(iam(['COMPLETE'], denied).client)).report).toMatchObject({ noEvidence: 'denied' });
  });
});
