import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';

const SCRIPT = new URL('../../scripts/events-explain.mjs', import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), 'shepherd-explain-'));

jest.setTimeout(120_000);

interface Run {
  code: number;
  lines: Record<string, unknown>[];
  stderr: string;
}

/** Runs the script as npm does. */
const run = (args: string[], stdin = ''): Promise<Run> =>
  new Promise((resolve) => {
    const env = { ...process.env, INIT_CWD: dir };
    const child = execFile(process.execPath, [SCRIPT, ...args], { env }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '');
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), stderr });
    });
    child.stdin?.end(stdin);
  });

const record = (tableName: string) => ({
  ...{ eventSource: 'dynamodb.amazonaws.com', eventName: 'DeleteTable', awsRegion: 'eu-west-1' },
  ...{ eventID: tableName, recipientAccountId: '123456789012', requestParameters: { tableName } },
});
const envelope = {
  ...{ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.dynamodb', detail: record('d') },
};

describe('npm run events:explain', () => {
  afterAll(() => rmSync(dir, { recursive: true }));

  it('prints a line for each event in order, whatever holds it, and ends with 0', async () => {
    const lines = [record('a'), { Records: [record('b'), record('c')] }, envelope, { record: record('e') }];
    writeFileSync(join(dir, 'events.jsonl'), `${lines.map((one) => JSON.stringify(one)).join('\n\n')}\n`);
    const { code, lines: told } = await run(['--file', 'events.jsonl']);
    expect(code).toBe(0);
    expect(told.map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(told[0]).toEqual({
      ...{ eventId: 'a', eventType: 'AwsApiCall', tenantId: null, eventSource: 'dynamodb.amazonaws.com' },
      ...{ eventName: 'DeleteTable', eventTime: null, accountId: '123456789012', region: 'eu-west-1' },
      ...{ disposition: 'processed', reason: 'described', rule: 'dynamodb.amazonaws.com DeleteTable' },
      resources: [
        {
          arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/a',
          change: 'deleted',
          type: 'AWS::DynamoDB::Table',
        },
      ],
      correlationId: null,
    });
  });

  it('tells of bad lines by number and field, goes on, and ends with 1', async () => {
    const lines = ['{"eventName":', '{"eventName":"X"}', JSON.stringify(record('a'))];
    const { code, lines: told } = await run(['--file', '-'], lines.join('\n'));
    expect(code).toBe(1);
    expect(told).toEqual([
      { line: 1, error: { line: expect.stringContaining('is no JSON') } },
      { line: 2, error: { eventSource: expect.any(String) } },
      expect.objectContaining({ eventId: 'a' }),
    ]);
  });

  it('says on stderr alone what is missing', async () => {
    const { code, lines, stderr } = await run(['--file', 'nothing.jsonl']);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(stderr).toContain('nothing.jsonl is not there');
  });
});
