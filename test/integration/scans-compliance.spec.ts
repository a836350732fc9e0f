import { SecurityHub, type AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportProcessor } from '../../src/modules/scanning/import.processor.js';
import { startDocumentedAws, type DocumentedAws } from '../support/documented-aws.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { ScanFacts, ScanFactsModule } from '../support/scan-facts.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Output {
  status: string;
  correlation_id: string;
  findings_count: number;
  violations_count: number;
  compliance_score: number | null;
  scan_timestamp: string;
  scanId: string;
  errors: { service: string; reason: string; code: string; region: string; resourceType: string | null }[];
}
interface Row {
  id: string;
  provider: string;
  external_id: string;
  status: string;
  duplicate_of: string | null;
  control_id: string | null;
}

/** The emulator lacks some of what our own controls read, too: that is of no concern here. */
const importErrors = ({ errors }: Output) =>
  errors
    .filter(({ service }) => service === 'imported-findings')
    .map(({ region, resourceType, reason }) => `${region} ${resourceType ?? '-'} ${reason}`);

/** GetComplianceSummaryByConfigRule and its like are not in the emulator: answered as the API reference shows them. */
const COMPLIANT = {
  GetComplianceSummaryByConfigRule: {
    ComplianceSummary: {
      CompliantResourceCount: { CappedCount: 3, CapExceeded: false },
      NonCompliantResourceCount: { CappedCount: 0, CapExceeded: false },
      ComplianceSummaryTimestamp: 1767225600,
    },
  },
};
const nonCompliant = (rules: Record<string, [type: string, id: string][]>) => ({
  GetComplianceSummaryByConfigRule: {
    ComplianceSummary: { NonCompliantResourceCount: { CappedCount: 1, CapExceeded: false } },
  },
  DescribeComplianceByConfigRule: {
    ComplianceByConfigRules: Object.keys(rules).map((ConfigRuleName) => ({
      ConfigRuleName,
      Compliance: { ComplianceType: 'NON_COMPLIANT' },
    })),
  },
  GetComplianceDetailsByConfigRule: ({ ConfigRuleName }: Record<string, unknown>) => ({
    EvaluationResults: (rules[String(ConfigRuleName)] ?? []).map(([ResourceType, ResourceId]) => ({
      EvaluationResultIdentifier: {
        EvaluationResultQualifier: { ConfigRuleName, ResourceType, ResourceId },
        OrderingTimestamp: 1767225600,
      },
      ComplianceType: 'NON_COMPLIANT',
      ResultRecordedTime: 1767225600,
    })),
  }),
});

withEmulator('POST /scans/compliance (needs MOTO_URL)', () => {
  let on: ScanApp;
  let aws: DocumentedAws;
  let hub: SecurityHub;
  let facts: ScanFacts;
  let bucket: string;
  let config: Record<string, object> = COMPLIANT;

  beforeAll(async () => {
    aws = await startDocumentedAws(MOTO_URL ?? '', ({ operation, input, region }) => {
      const answer = (region === HOME ? config : COMPLIANT)[operation as never] as unknown;
      return typeof answer === 'function' ? (answer as (given: object) => object)(input) : (answer as object);
    });
    on = await startScanApp(aws.url, {}, [ScanFactsModule]);
    facts = on.app.app.get(ScanFacts, { strict: false });
    bucket = await on.account.bucket(`shepherd-imports-${Date.now()}`);
    hub = await hubOf(MOTO_URL ?? '', on.account.roleArn);
  });
  afterAll(async () => {
    hub?.destroy();
    await on?.close();
    await aws?.close();
  });

  const finding = (
    id: string,
    control: string,
    resource: string,
    more: Partial<AwsSecurityFinding> = {},
  ) => ({
    ...{ SchemaVersion: '2018-10-08', Id: id, GeneratorId: `security-control/${control}` },
    ProductArn: `arn:aws:securityhub:${HOME}::product/aws/securityhub`,
    ...{ AwsAccountId: on.account.accountId, Region: HOME, Title: `${control} fails`, Description: 'x' },
    ...{ CreatedAt: new Date().toISOString(), UpdatedAt: new Date().toISOString() },
    Severity: { Label: 'HIGH' as const },
    ...{ RecordState: 'ACTIVE' as const, Workflow: { Status: 'NEW' as const } },
    Compliance: { Status: 'FAILED' as const, SecurityControlId: control },
    Resources: [{ Type: 'AwsS3Bucket', Id: resource }],
    ...more,
  });
  const say = (...Findings: AwsSecurityFinding[]) => hub.batchImportFindings({ Findings });
  const scan = (body: object = {}) => on.must<Output>('POST', '/scans/compliance?wait=60', body);
  const TARGETED = { scanType: 'targeted', frameworks: ['FSBP', 'CIS'], daysBack: 7 };
  const rows = async () =>
    new Map(
      (await on.app.database.query<Row>('SELECT * FROM imported_findings ORDER BY id')).map((row) => [
        row.external_id,
        row,
      ]),
    );

  it('counts what Security Hub says of the same once, and leaves out what it was not asked for', async () => {
    const old = new Date(Date.now() - 30 * 86_400_000).toISOString();
    await say(
      finding('same', 'S3.8', bucket),
      finding('other', 'S3.8', 'arn:aws:s3:::somebody-elses-name'),
      finding('again', 'S3.8', 'arn:aws:s3:::somebody-elses-name', {
        GeneratorId: 'aws-foundational-security-best-practices/v/1.0.0/S3.8',
      }),
      finding('unsure', 'S3.1', bucket, { Compliance: { Status: 'WARNING', SecurityControlId: 'S3.1' } }),
      finding('archived', 'S3.8', 'arn:aws:s3:::a', { RecordState: 'ARCHIVED' }),
      finding('suppressed', 'S3.8', 'arn:aws:s3:::b', { Workflow: { Status: 'SUPPRESSED' } }),
      finding('old', 'S3.8', 'arn:aws:s3:::c', { UpdatedAt: old }),
      finding('member', 'S3.8', 'arn:aws:s3:::d', { AwsAccountId: '999999999999' }),
    );
    const answer = await on.send<Output>('POST', '/scans/compliance?wait=60', TARGETED);
    expect(answer.status).toBe(200);
    expect([answer.body.status, importErrors(answer.body)]).toEqual(['completed', []]);
    expect(answer.body.correlation_id).toMatch(/^req_/);
    expect(answer.body.compliance_score).toBeGreaterThan(0);
    expect(answer.body.compliance_score).toBeLessThan(100);
    const seen = await rows();
    expect([...seen.keys()].sort()).toEqual(['again', 'other', 'same', 'unsure']);
    const own = (
      await on.findings(`&resourceArn=${bucket}&controlId=s3_bucket_level_public_access_block`)
    )[0];
    expect(own?.status).toBe('open');
    expect(seen.get('same')).toMatchObject({ duplicate_of: own?.id, status: 'open' });
    const twice = ['again', 'other'].map((id) => seen.get(id));
    expect(twice.map((row) => row?.status)).toEqual(['open', 'open']);
    expect(twice.map((row) => row?.duplicate_of)).toEqual([null, twice[0]?.id]);
    expect(seen.get('unsure')?.status).toBe('undecided');
    const open = (await on.findings('&status=open')).length;
    expect(answer.body.violations_count).toBe(open + 1);
    expect(answer.body.findings_count).toBe(open + 2);
    expect(await on.get(`/scans/${answer.body.scanId}`)).toMatchObject({
      result: { kind: 'compliance', violationsCount: open + 1 },
      reads: { kind: 'findings', daysBack: 7 },
    });
  });

  it('tells of the violations with all that an event needs, and counts them', async () => {
    const output = await scan(TARGETED);
    const detected = await facts.of('violations.detected', output.scanId);
    expect(detected).toMatchObject({
      correlationId: output.correlation_id,
      environment: 'dev',
      violationsCount: output.violations_count,
      complianceScore: output.compliance_score,
      frameworkViolations: { PCI_DSS: expect.any(Number) as unknown },
      timestamp: output.scan_timestamp,
    });
    const { severityBreakdown, frameworkViolations } = detected as {
      severityBreakdown: Record<string, number>;
      frameworkViolations: Record<string, number>;
    };
    expect(Object.keys(severityBreakdown).sort()).toEqual(['CRITICAL', 'HIGH', 'LOW', 'MEDIUM']);
    expect(severityBreakdown['HIGH']).toBeGreaterThan(0);
    expect(frameworkViolations['CIS']).toBeGreaterThan(0);
    expect(await facts.of('scan.completed', output.scanId)).toMatchObject({
      compliance: { findingsCount: output.findings_count, complianceScore: output.compliance_score },
    });
    const metrics = (await on.app.request<string>('GET', '/metrics')).body;
    const labels = '{Environment="dev",Service="compliance-scanner"}';
    expect(metrics).toContain(`ViolationsCount${labels} ${output.violations_count}`);
    expect(metrics).toContain(`ComplianceScore${labels} ${String(output.compliance_score)}`);
  });

  it('names the resources that do not comply with rules of Config, but not those of Security Hub itself', async () => {
    config = nonCompliant({
      's3-bucket-level-public-access-prohibited': [['AWS::S3::Bucket', bucket.slice('arn:aws:s3:::'.length)]],
      'team-names-its-buckets': [['AWS::S3::Bucket', 'unnamed']],
      'securityhub-s3-bucket-ssl-requests-only-0a1b2c3d': [['AWS::S3::Bucket', 'unnamed']],
    });
    expect(importErrors(await scan({ scanType: 'full' }))).toEqual([]);
    const seen = [...(await rows()).values()].filter(({ provider }) => provider === 'config');
    expect(seen.map(({ external_id, control_id }) => [external_id.split('/')[2], control_id])).toEqual([
      ['s3-bucket-level-public-access-prohibited', 's3_bucket_level_public_access_block'],
      ['team-names-its-buckets', null],
    ]);
    expect(seen.map(({ duplicate_of }) => duplicate_of !== null)).toEqual([true, false]);
  });

  it('resolves nothing where a tool cannot be asked, and says so', async () => {
    on.proxy.rules = [{ match: { service: 'securityhub', action: 'POST /findings' }, fault: 'deny' }];
    config = {}; // the emulator has no compliance of Config: unsupported
    const output = await scan(TARGETED);
    on.proxy.rules = [];
    expect(output.status).toBe('completed');
    expect(importErrors(output)).toEqual(
      expect.arrayContaining([
        `${HOME} AWS::SecurityHub::Finding denied`,
        `${HOME} AWS::Config::ConfigRule unsupported`,
      ]),
    );
    const seen = await rows();
    expect(seen.get('other')?.status).toBe('open');
    expect(
      [...seen.values()].filter(({ provider }) => provider === 'config').map((row) => row.status),
    ).toEqual(['open', 'open']);
  });

  it('resolves what a complete read no longer shows, but nothing that it was too old to show', async () => {
    config = COMPLIANT;
    await say(finding('other', 'S3.8', 'arn:aws:s3:::somebody-elses-name', { RecordState: 'ARCHIVED' }));
    await on.app.database.query(
      "UPDATE imported_findings SET updated_at = now() - interval '20 days' WHERE external_id = 'again'",
    );
    await say(finding('again', 'S3.8', 'arn:aws:s3:::x', { RecordState: 'ARCHIVED' }));
    await scan(TARGETED);
    const seen = await rows();
    expect(seen.get('other')?.status).toBe('resolved');
    expect(seen.get('again')?.status).toBe('open');
    expect(
      [...seen.values()].filter(({ provider }) => provider === 'config').map((row) => row.status),
    ).toEqual(['resolved', 'resolved']);
  });

  it('writes the same rows when a unit runs again after a crash', async () => {
    const { scanId } = await scan(TARGETED);
    const before = await rows();
    const [unit] = await on.app.database.query<{ id: string; tenant_id: string }>(
      `UPDATE scan_units SET status = 'running' WHERE scan_id = $1 AND service = 'imported-findings' AND region = $2
       RETURNING id, tenant_id`,
      [scanId, HOME],
    );
    await on.app.app
      .get(ImportProcessor, { strict: false })
      .read(
        { scanId, unitId: unit?.id ?? '' },
        { number: 2, last: true, tenantId: unit?.tenant_id ?? '', signal: new AbortController().signal },
      );
    const after = await rows();
    const kept = ({ external_id, status, duplicate_of }: Row) => ({ external_id, status, duplicate_of });
    expect([...after.values()].map(kept)).toEqual([...before.values()].map(kept));
  });

  it('answers 202 with the same shape while it runs, and an equal one joins it', async () => {
    const [first, second] = [
      await on.send<Output>('POST', '/scans/compliance?wait=0', { frameworks: ['soc2'] }),
      await on.send<Output>('POST', '/scans/compliance?wait=0', { frameworks: ['SOC2'] }),
    ];
    expect([first.status, first.body.status, first.body.scanId]).toEqual([
      202,
      'running',
      second.body.scanId,
    ]);
    expect((await on.ended(first.body.scanId)).status).toMatch(/^completed/);
  });

  it.each([
    [{ scanType: 'some' }, 'scanType'],
    [{ daysBack: 0 }, 'daysBack'],
    [{ daysBack: 366 }, 'daysBack'],
    [{ frameworks: ['ISO'] }, 'frameworks.0'],
  ])('refuses %j', async (body, path) => {
    const answer = await on.send<{ details: { path: string }[] }>('POST', '/scans/compliance', body);
    expect([answer.status, answer.body.details.map((one) => one.path)]).toEqual([400, [path]]);
    expect((await on.send('POST', '/scans/compliance?wait=301', {})).status).toBe(400);
  });
});

async function hubOf(endpoint: string, RoleArn: string): Promise<SecurityHub> {
  const sts = new STS({ endpoint, region: HOME });
  const { Credentials: given } = await sts.assumeRole({ RoleArn, RoleSessionName: 'hub' });
  sts.destroy();
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  return new SecurityHub({ endpoint, region: HOME, credentials });
}
