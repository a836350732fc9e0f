import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { complianceAssessment } from '../../src/modules/workflows/definitions/compliance-assessment.workflow.js';
import { complianceAccount, type ComplianceAccount } from '../e2e/compliance-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { assessmentClient, SOC2, type AssessmentOutput } from '../support/assessments.js';
import { emulatedStepFunctions, type EmulatedStepFunctions } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no Step Functions: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(180_000); // the emulator hands out a dozen messages a second

withEmulator('compliance-assessment on Step Functions (needs MOTO_URL)', () => {
  let aws: EmulatedStepFunctions;
  let on: ScanApp;
  let there: ComplianceAccount;

  beforeAll(async () => {
    aws = await emulatedStepFunctions(MOTO_URL ?? '');
    const { stateMachineName, program } = complianceAssessment;
    const arn = await aws.deploy(stateMachineName, program);
    on = await startScanApp(MOTO_URL ?? '', { ...aws.env, COMPLIANCE_ASSESSMENT_WORKFLOW_ARN: arn });
    there = await complianceAccount(on.account);
  });
  afterAll(async () => {
    there?.close();
    await on?.close();
    aws?.close();
  });

  const start = (parameters: object) =>
    assessmentClient(on).workflows.start('compliance-assessment', { framework: 'SOC2', ...parameters });

  it('scans, finds gaps, recommends and writes its report', async () => {
    const { executionArn } = await start({ scope: { services: ['SQS', 'S3'] }, reportFormat: 'html' });
    const { status, output } = await aws.endsInAws(executionArn);
    expect(status).toBe('SUCCEEDED');
    const ended = JSON.parse(output ?? '{}') as AssessmentOutput;
    expect(ended).toMatchObject({
      scanJob: { status: 'COMPLETED' },
      assessment: { framework: SOC2, score: expect.any(Number) },
      notifications: { requested: false },
    });
    expect(ended.recommendations.total).toBe(ended.gaps.failedControls);
    const { reportId, files } = ended.reportResults;
    expect(files.map(({ format }) => format)).toEqual(['html']);
    expect(await on.get(`/reports/${reportId}`)).toMatchObject({
      ...{ kind: 'assessment', status: 'ready', createdBy: 'operator@acme.test' },
    });
    await aws.isEmpty(aws.taskQueue);
  });

  it('fails there, too, by the name of what has failed', async () => {
    const { executionArn } = await start({ scope: { accountIds: ['999999999999'] } });
    const { status, error } = await aws.endsInAws(executionArn);
    expect([status, error]).toEqual(['FAILED', 'INVALID']);
  });
});
