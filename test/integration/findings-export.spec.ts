import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FindingFilesService } from '../../src/modules/scanning/finding-files.service.js';
import { Database } from '../../src/platform/database/index.js';
import { startTestApp, type Answer, type TestApp } from '../support/app.js';

const MANY = 5_000;
const FORMULA = '=HYPERLINK("http://evil.example","open, now")';

interface Asff {
  Id: string;
  ProductArn: string;
  Severity: { Label: string };
  Workflow: { Status: string };
  RecordState: string;
  UpdatedAt: string;
  Compliance: { RelatedRequirements: string[] };
  Remediation?: object;
}
interface Ocsf {
  class_uid: number;
  finding_info: { uid: string };
  resources: { region: string }[];
  remediation?: { desc: string };
}

describe('findings as a file', () => {
  let test: TestApp;
  let viewer: string;
  let stranger: string;

  beforeAll(async () => {
    test = await startTestApp({ ROLE: 'api' });
    ({ viewer } = await test.tenant('acme'));
    ({ viewer: stranger } = await test.tenant('globex'));
    await insert(MANY);
    await test.database.query("UPDATE findings SET title = $1 WHERE id = 'fnd_00001'", [FORMULA]);
    await test.database.query(
      `UPDATE findings SET suppressed_at = now(), suppressed_by = 'ann@acme.test', suppressed_reason = '+ a "test"'
        WHERE id = 'fnd_00002'`,
    );
    await test.database.query(
      "UPDATE findings SET status = 'resolved', resolved_at = '2026-05-01T00:00:00Z' WHERE id = 'fnd_00003'",
    );
    await test.database.query(
      "UPDATE findings SET region = 'global', severity = 'critical' WHERE id = 'fnd_00004'",
    );
    await test.database.query("UPDATE findings SET control_id = 'gone' WHERE id = 'fnd_00005'");
  });
  afterAll(() => test.close());

  const insert = (count: number) =>
    test.database.query(
      `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title,
                             severity, status, risk, evidence, evidence_hash, first_seen_at, last_seen_at, opened_at)
       SELECT 'fnd_' || lpad(n::text, 5, '0'), 'acme', '111111111111',
              CASE n % 2 WHEN 0 THEN 'eu-west-1' ELSE 'us-east-1' END,
              'arn:aws:ec2:eu-west-1:111111111111:volume/vol-' || n, 'AWS::EC2::Volume', 'ec2_ebs_volume_encryption',
              'A volume', 'low', 'open', NULL, '{}', 'x', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z',
              '2026-03-01T00:00:00Z'
         FROM generate_series(1, $1::int) n`,
      [count],
    );
  /** As text, also where it says that it is JSON. */
  const file = async (query: string, key = viewer): Promise<Answer<string>> => {
    const answer = await fetch(`${test.url}/findings?${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  const objects = async <T>(query: string) => {
    const { body } = await file(query);
    return body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  };

  it('has a line of CSV for each of many, the newest first, behind a header', async () => {
    const { status, headers, body } = await file('format=csv&limit=1');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="findings-\d{8}T\d{6}Z\.csv"$/);
    const lines = body.split('\r\n');
    expect(lines).toHaveLength(MANY + 2); // the header, and nothing behind the last line break
    expect(lines[0]).toMatch(/^id,status,severity,controlId,/);
    expect(lines[1]).toMatch(/^fnd_05000,open,low,ec2_ebs_volume_encryption,/);
    expect(new Set(lines.slice(1, -1).map((line) => line.split(',')[0])).size).toBe(MANY);
  });

  it('has no cell that a spreadsheet would calculate', async () => {
    const { body } = await file('format=csv');
    expect(body).toContain(`,"'=HYPERLINK(""http://evil.example"",""open, now"")",`);
    expect(body).toContain(`,"'+ a ""test""",ann@acme.test,`);
  });

  it('holds what the filters let through', async () => {
    const ids = async (query: string) =>
      (await objects<Asff>(`format=asff&${query}`)).map(({ Id }) => Id.replace('compliance-shepherd/', ''));
    expect(await ids('severity=critical,high')).toEqual(['fnd_00004']);
    expect(await ids('suppressed=true')).toEqual(['fnd_00002']);
    expect(await ids('status=resolved')).toEqual(['fnd_00003']);
    expect(await ids('controlId=gone')).toEqual(['fnd_00005']);
    expect(await ids('since=2026-04-01T00:00:00Z')).toEqual(['fnd_00003']);
    expect(await ids('region=us-east-1')).toHaveLength(MANY / 2);
    expect(await ids('region=ap-south-1')).toEqual([]);
    expect((await file('format=csv&region=ap-south-1')).body.split('\r\n')).toHaveLength(2);
  });

  it('is ASFF, one object a line', async () => {
    const { headers } = await file('format=asff&severity=critical');
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(headers.get('content-disposition')).toMatch(/\.asff\.ndjson"$/);
    const all = new Map((await objects<Asff>('format=asff')).map((one) => [one.Id.slice(-5), one]));
    expect(all.size).toBe(MANY);
    expect(all.get('00002')?.Workflow.Status).toBe('SUPPRESSED');
    expect(all.get('00003')).toMatchObject({
      ...{ Workflow: { Status: 'RESOLVED' }, RecordState: 'ARCHIVED', UpdatedAt: '2026-05-01T00:00:00.000Z' },
    });
    expect(all.get('00004')).toMatchObject({
      Severity: { Label: 'CRITICAL' },
      ProductArn: 'arn:aws:securityhub:us-east-1:111111111111:product/111111111111/default',
    });
    expect(all.get('00006')?.Compliance.RelatedRequirements.length).toBeGreaterThan(0);
    expect(all.get('00005')).not.toHaveProperty('Remediation');
  });

  it('is OCSF, one Compliance Finding a line', async () => {
    const { headers } = await file('format=ocsf&severity=critical');
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    const all = await objects<Ocsf>('format=ocsf');
    expect(all).toHaveLength(MANY);
    expect(new Set(all.map(({ class_uid }) => class_uid))).toEqual(new Set([2003]));
    expect(all.at(-1)).toMatchObject({
      finding_info: { uid: 'fnd_00001', title: FORMULA },
      remediation: { desc: expect.stringMatching(/./) },
    });
  });

  it('is of the own tenant alone', async () => {
    expect((await file('format=ocsf', stranger)).body).toBe('');
    expect((await file('format=csv&tenantId=acme', stranger)).status).toBe(403);
  });

  it('is JSON by default, and nothing in a format that there is not', async () => {
    for (const query of ['limit=1', 'limit=1&format=json'])
      expect((await test.request('GET', `/findings?${query}`, { key: viewer })).body).toMatchObject({
        counts: { total: MANY },
      });
    const wrong = await test.request('GET', '/findings?format=xml', { key: viewer });
    expect(wrong).toMatchObject({ status: 400, body: { details: [{ path: 'format' }] } });
  });

  it('reads a batch when it is wanted, each in a transaction of its own, and no more when nobody reads on', async () => {
    const database = test.app.get(Database);
    const files = test.app.get(FindingFilesService, { strict: false });
    const transactions = jest.spyOn(database, 'withTenant');
    try {
      const caller = { tenantId: 'acme' } as Parameters<typeof files.file>[0];
      const { lines } = await files.file(caller, { limit: 50, format: 'ocsf' });
      const begun = transactions.mock.calls.length;
      let text = (await lines.next()).value as string;
      expect(text.split('\n').length).toBeLessThan(MANY / 4);
      expect(transactions).toHaveBeenCalledTimes(begun);
      text = (await lines.next()).value as string;
      expect(transactions).toHaveBeenCalledTimes(begun + 1);
      await lines.return(undefined);
      expect(transactions).toHaveBeenCalledTimes(begun + 1);
    } finally {
      transactions.mockRestore();
    }
  });

  it('is named with its content types in the document', async () => {
    const { body } = await test.request<{
      paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
    }>('GET', '/docs-json', { key: null });
    expect(Object.keys(body.paths['/findings']?.get.responses['200']?.content ?? {})).toEqual([
      ...['application/json', 'text/csv', 'application/x-ndjson'],
    ]);
  });
});
