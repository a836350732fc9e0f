import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { workflowsOf } from '../../src/modules/workflows/definitions/index.js';
import { forStepFunctions } from '../../src/modules/workflows/domain/for-step-functions.js';
import { newId } from '../../src/shared/ids.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { emulatedStepFunctions, type EmulatedStepFunctions } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(120_000); // the emulator hands out a dozen messages a second

/**
 * What the emulator cannot prove: that Step Functions takes 256 KB of what was collected from state to state (it has no
 * limit), and KMS's Ed25519 keys, which it does not have.
 */
withEmulator('audit-pack-generation on Step Functions (needs MOTO_URL)', () => {
  const variables = { ...process.env };
  let aws: EmulatedStepFunctions;
  let app: TestApp;
  let admin: string;
  let arn: string;

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    aws = await emulatedStepFunctions(MOTO_URL ?? '');
    const declared = workflowsOf('dev').find((one) => one.workflowType === 'audit-pack-generation');
    const made = await aws.sfn.createStateMachine({
      name: `${aws.name}AuditPackGenerationWorkflow`,
      definition: JSON.stringify(forStepFunctions(declared?.program ?? {}, { TaskQueueUrl: aws.taskQueue })),
      roleArn: 'arn:aws:iam::123456789012:role/ComplianceShepherdStepFunctions',
    });
    arn = made.stateMachineArn ?? '';
    app = await startTestApp({
      ...{ AWS_ENDPOINT_URL: MOTO_URL ?? '', ...aws.env },
      AUDIT_PACK_GENERATION_WORKFLOW_ARN: arn,
    });
    ({ admin } = await app.tenant('acme'));
  });
  afterAll(async () => {
    await app?.close();
    aws?.close();
    process.env = variables;
  });

  it('makes a pack there too', async () => {
    const started = await app.request<{ result: { executionArn: string } }>('POST', '/workflows/start', {
      key: admin,
      body: {
        ...{ workflowType: 'audit-pack-generation', tenantId: 'acme', executionName: newId('req') },
        parameters: { auditType: 'comprehensive', format: 'comprehensive' },
      },
    });
    expect([started.status, started.body]).toMatchObject([202, { success: true }]);
    const [row] = await app.database.query<{ aws_arn: string }>(
      "SELECT aws_arn FROM executions WHERE workflow_type = 'audit-pack-generation'",
    );
    const { status, output = '{}', cause } = await aws.endsInAws(row?.aws_arn ?? '');
    expect([status, cause]).toEqual(['SUCCEEDED', cause]);
    const { reportResults, pack } = JSON.parse(output) as {
      reportResults: { reportId: string; files: { format: string; sha256: string }[] };
      pack: { from: string; to: string };
    };
    expect(Date.parse(pack.to) - Date.parse(pack.from)).toBe(30 * 86_400_000);
    expect(reportResults.files.map(({ format }) => format)).toEqual(['zip', 'html', 'pdf']);
    const report = await eventually(async () => {
      const { body } = await app.request<{ status: string; createdBy: string }>(
        'GET',
        `/reports/${reportResults.reportId}`,
        { key: admin },
      );
      return body.status === 'ready' && body;
    });
    expect(report.createdBy).toBe('admin@acme.test');
  });
});
