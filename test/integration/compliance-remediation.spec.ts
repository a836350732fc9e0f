import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { complianceRemediated } from '../../src/modules/events/index.js';
import { ComplianceRemediationStarts } from '../../src/modules/patching/compliance-remediation-starts.service.js';
import { remediation as realRemediation } from '../../src/modules/workflows/definitions/remediation.workflow.js';
import type { Workflow } from '../../src/modules/workflows/definitions/index.js';
import { MORE_WORKFLOWS } from '../../src/modules/workflows/index.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';
import { startDocumentedAws, type DocumentedAws } from '../support/documented-aws.js';
import { programOf, workflowClient } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const CONTROL = 's3_bucket_level_public_access_block';

type Payload = (typeof complianceRemediated)['schema']['_output'];

@Injectable()
class Results {
  readonly told: Payload[] = [];

  @Subscribes(complianceRemediated, 'test-compliance-remediation')
  async on({ payload }: Fact<Payload>): Promise<void> {
    this.told.push(payload);
    await Promise.resolve();
  }
}

/** Stands for the remediation itself, which has tests of its own, and takes what that takes. */
const remediation: Workflow = {
  ...{ workflowType: 'remediation', stateMachineName: 'RemediationWorkflow', name: 'x', version: '1.0.0' },
  ...{ description: 'of the tests', estimatedDuration: 'a moment', parameters: realRemediation.parameters },
  program: programOf({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } }),
};
/** Asks for a number, as that of the service has it. */
const parameters = z.object({ findingIds: z.array(z.string()), approvalRequired: z.boolean() });

@Global()
@Module({
  providers: [Results, { provide: MORE_WORKFLOWS, useValue: [remediation] }],
  exports: [MORE_WORKFLOWS, Results],
})
class TestModule {}

/** AWS Config is not in the emulator: nothing is non-compliant there. */
const COMPLIANT = {
  ComplianceSummary: { NonCompliantResourceCount: { CappedCount: 0, CapExceeded: false } },
};

withEmulator('compliance-remediation (needs MOTO_URL)', () => {
  let on: ScanApp;
  let aws: DocumentedAws;
  let results: Results;
  let buckets: string[];
  let workflows: ReturnType<typeof workflowClient>;

  beforeAll(async () => {
    aws = await startDocumentedAws(MOTO_URL ?? '', ({ operation }) =>
      operation === 'GetComplianceSummaryByConfigRule' ? COMPLIANT : undefined,
    );
    on = await startScanApp(aws.url, {}, [TestModule]);
    results = on.app.app.get(Results, { strict: false });
    workflows = workflowClient(on.app, on.keys.operator);
    const name = `shepherd-remediated-${Date.now()}`;
    buckets = [await on.account.bucket(`${name}-1`), await on.account.bucket(`${name}-2`)];
    await on.account.volume(HOME, 10);
    await on.scan({ controls: [CONTROL, 'ec2_ebs_volume_unattached'] });
  });
  afterAll(async () => {
    await on?.close();
    await aws?.close();
  });
  afterEach(async () => {
    results.told.length = 0;
    await on.app.database.query('DELETE FROM guardrails');
  });

  const allow = (settings: object) =>
    on.app.database.query(
      "INSERT INTO guardrails (tenant_id, account_id, settings, saved_by) VALUES ('acme', '*', $1, 'x')",
      [JSON.stringify({ enabled: true, ...settings })],
    );
  const violationsOf = (arns: readonly string[]) =>
    arns.map((resourceArn) => ({ controlId: CONTROL, resourceArn, severity: 'HIGH' }));
  const run = async (given: object) => {
    const started = await workflows.start('compliance-remediation', { reassessAfterSeconds: 0, ...given });
    const { output } = await workflows.until(started.executionArn, 'SUCCEEDED');
    return { ...started, output: output as Record<string, unknown> };
  };
  const remediations = async () => {
    const rows = await on.app.database.query<{
      id: string;
      name: string;
      input: string;
      requested_by: string;
    }>("SELECT * FROM executions WHERE workflow_type = 'remediation' ORDER BY id");
    return rows.map((row) => ({
      ...row,
      parameters: parameters.parse((JSON.parse(row.input) as { parameters: unknown }).parameters),
    }));
  };
  const findingIds = async () =>
    (await on.findings(`&controlId=${CONTROL}&status=open`)).map(({ id }) => id).sort();

  it('starts remediation of what can be mended when the score is too low, assesses again, and tells', async () => {
    await allow({ approval: { always: false } });
    const { output, executionId } = await run({
      ...{ correlation_id: 'corr-7', compliance_score: 42.5, violations: violationsOf(buckets) },
    });
    const [started] = await remediations();
    expect(started?.parameters).toMatchObject({ approvalRequired: false });
    expect(started?.parameters.findingIds.sort()).toEqual(await findingIds());
    expect(started?.requested_by).toBe('operator@acme.test');
    const { accountId } = on.account;
    const told = await eventually(async () => results.told[0]);
    expect(told).toMatchObject({
      ...{ executionId, correlationId: 'corr-7', environment: 'dev', scoreBefore: 42.5, threshold: 70 },
      ...{ findings: 2, open: 2, resolved: 0, started: 2 },
      remediations: [{ executionId: started?.id, accountId, status: 'RUNNING' }],
    });
    expect(told.scoreAfter).toBeGreaterThan(0);
    expect(output).toMatchObject({
      ...{ status: 'completed', correlation_id: 'corr-7', compliance_score_before: 42.5, threshold: 70 },
      ...{ compliance_score_after: told.scoreAfter, scanJobId: told.scanId, findings_total: 2, left: [] },
    });
    const [scan] = await on.app.database.query<{ scan_type: string; request_key: string }>(
      'SELECT scan_type, request_key FROM scans WHERE id = $1',
      [told.scanId],
    );
    expect([scan?.scan_type, scan?.request_key.split('/')[0]]).toEqual(['reassessment', executionId]);
  });

  it('says in which account changes are not allowed, and begins none there', async () => {
    const before = (await remediations()).length;
    const { output } = await run({ compliance_score: 10 });
    expect(output).toMatchObject({
      ...{ findings_started: 0, remediations: [] },
      left: [{ accountId: on.account.accountId, reason: expect.stringContaining('not allowed') }],
    });
    expect(await remediations()).toHaveLength(before);
  });

  it('takes no more than one remediation may, the worst that are open where no violations are named', async () => {
    await allow({ maxResourcesPerRemediation: 1 });
    const { output } = await run({ compliance_score: 10 });
    const last = (await remediations()).at(-1);
    expect(last?.parameters.findingIds).toHaveLength(1);
    expect(last?.parameters.approvalRequired).toBe(true); // guardrails' default
    expect(output).toMatchObject({ findings_started: 1, left: [{ findings: 1 }] });
  });

  it('begins nothing where the score is good enough, and assesses all the same', async () => {
    await allow({});
    const before = (await remediations()).length;
    for (const given of [{ compliance_score: 70 }, { compliance_score: 30, threshold: 20 }]) {
      const { output } = await run({ ...given, violations: violationsOf(buckets) });
      expect(output).toMatchObject({ status: 'completed', findings_started: 0, findings_open: 2, left: [] });
    }
    expect(await remediations()).toHaveLength(before);
    expect(results.told.every(({ scanId }) => scanId.startsWith('scan_'))).toBe(true);
  });

  it('sees what was mended meanwhile, and knows a violation by an alias of its control', async () => {
    const [first = ''] = buckets;
    const Bucket = first.slice('arn:aws:s3:::'.length);
    const violations = [{ controlId: 'S3BucketPublic', resourceArn: first, severity: 'high' }];
    await allow({});
    const started = await workflows.start('compliance-remediation', {
      ...{ compliance_score: 99, violations, reassessAfterSeconds: 5 },
    });
    await on.account.s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
        ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
      },
    });
    const { output } = await workflows.until(started.executionArn, 'SUCCEEDED');
    expect(output).toMatchObject({ findings_total: 1, findings_resolved: 1, findings_open: 0 });
  }, 60_000);

  it('starts one remediation for an execution, however often it is tried', async () => {
    await allow({});
    const before = (await remediations()).length;
    const actor = { tenantId: 'acme', owner: 'operator@acme.test', keyId: 'k' };
    const analysis = {
      ...{ correlationId: 'c', scoreBefore: 1, threshold: 70, findingIds: [] },
      fixable: (await findingIds()).map((id) => ({ id, accountId: on.account.accountId })),
    };
    const starts = on.app.app.get(ComplianceRemediationStarts, { strict: false });
    const [one, two] = [
      await starts.initiate(actor, 'exe_1', analysis),
      await starts.initiate(actor, 'exe_1', analysis),
    ];
    expect(two).toEqual(one);
    expect(await remediations()).toHaveLength(before + 1);
  });

  it.each([
    [{}, 'parameters.compliance_score'],
    [{ compliance_score: 101 }, 'parameters.compliance_score'],
    [{ violations: [{ controlId: 'x' }] }, 'parameters.violations.0.resourceArn'],
  ])('refuses %j', async (given, path) => {
    const body = { workflowType: 'compliance-remediation', parameters: given };
    const answer = await workflows.ask('POST', '/start', body);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining(path)]);
  });
});
