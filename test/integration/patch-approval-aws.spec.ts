import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AwsAdoption } from '../../src/modules/workflows/aws-adoption.service.js';
import { workflowsOf } from '../../src/modules/workflows/definitions/index.js';
import { forStepFunctions } from '../../src/modules/workflows/domain/for-step-functions.js';
import { newId } from '../../src/shared/ids.js';
import { eventually } from '../support/app.js';
import { patch } from '../support/patch-answers.js';
import { startPatchApp, type PatchApp } from '../support/patch-approvals.js';
import { emulatedStepFunctions, type EmulatedStepFunctions } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(120_000); // the emulator hands out a dozen messages a second

/** What a rule of EventBridge would start: the state machine has the event as its input, and nothing of ours. */
withEmulator('patch-approval on Step Functions (needs MOTO_URL)', () => {
  const environment = `t${Date.now()}`; // of its own in an emulator that others may use
  let aws: EmulatedStepFunctions;
  let patching: PatchApp;
  let stateMachineArn: string;

  beforeAll(async () => {
    aws = await emulatedStepFunctions(MOTO_URL ?? '');
    const declared = workflowsOf(environment).find((one) => one.workflowType === 'patch-approval');
    expect(declared?.stateMachineName).toBe(`patch-approval-workflow-${environment}`);
    const made = await aws.sfn.createStateMachine({
      name: declared?.stateMachineName,
      definition: JSON.stringify(forStepFunctions(declared?.program ?? {}, { TaskQueueUrl: aws.taskQueue })),
      roleArn: 'arn:aws:iam::123456789012:role/ComplianceShepherdStepFunctions',
    });
    stateMachineArn = made.stateMachineArn ?? '';
    patching = await startPatchApp(MOTO_URL ?? '', { ...aws.env, ENVIRONMENT: environment });
    patching.state.nodes = { 'i-1': { patches: [patch('kernel', 'Critical', 'CVE-2026-1000')] } };
    await patching.savePolicy({ startOnCritical: false, autoApproveCritical: true });
  });
  afterAll(async () => {
    await patching?.close();
    aws?.close();
  });

  const begin = async (input: object): Promise<string> => {
    const started = await aws.sfn.startExecution({
      ...{ stateMachineArn, name: newId('req') },
      input: JSON.stringify(input),
    });
    return started.executionArn ?? '';
  };
  const adopted = (arn: string) => patching.on.app.app.get(AwsAdoption, { strict: false }).tenantOf(arn);

  it('approves about the scan that its event tells of, for the tenant whose scan that is', async () => {
    const { scanId, correlation_id, scan_timestamp } = await patching.on.must<Record<string, string>>(
      'POST',
      '/scans/vulnerabilities?wait=60',
      { scanType: 'patches' },
    );
    const arn = await begin({
      ...{
        version: '0',
        id: 'e-1',
        source: 'patching-automation.vulnerability-scanner',
        region: 'us-east-1',
      },
      ...{ account: '999999999999', time: '2026-11-24T10:00:00Z', resources: [] },
      'detail-type': 'Critical Vulnerabilities Detected',
      detail: {
        ...{ correlation_id, environment, critical_count: 1, high_count: 0, total_vulnerabilities: 1 },
        ...{ patchable_vulnerabilities: 1, timestamp: scan_timestamp },
      },
    });
    const { output = '{}', status } = await aws.endsInAws(arn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output)).toMatchObject({
      ...{ status: 'approved', correlation_id, environment, vulnerability_count: 1, patches_approved: 1 },
    });
    expect(await adopted(arn)).toBe('acme');
    const fact = await eventually(async () => patching.facts[0]);
    expect(fact).toMatchObject({ tenantId: 'acme', payload: { correlationId: correlation_id, environment } });
    const scans = await patching.on.get<{ items: { scanId: string }[] }>('/scans');
    expect(scans.items.map((scan) => scan.scanId)).toEqual([scanId]); // no other was made
  });

  it('is of the tenant whose account the event names, else of the default one', async () => {
    const detail = { critical_count: 1, correlation_id: 'of-no-scan' };
    const accounts = await begin({ account: patching.on.account.accountId, detail });
    expect(await adopted(accounts)).toBe('acme');
    const nobodys = await begin({ account: '999999999999', detail });
    expect(await adopted(nobodys)).toBe('default');
    const [row] = await patching.on.app.database.query<{ correlation_id: string }>(
      'SELECT correlation_id FROM executions WHERE aws_arn = $1',
      [nobodys],
    );
    expect(row?.correlation_id).toBe('of-no-scan');
    expect((await aws.endsInAws(accounts)).status).toBe('SUCCEEDED');
    expect((await aws.endsInAws(nobodys)).status).toBe('FAILED'); // it has no account to scan
  });

  it('asks people there too, and goes on with what they say', async () => {
    await patching.savePolicy({ startOnCritical: false });
    const arn = await begin({ tenantId: 'acme', parameters: { scanType: 'patches' }, metadata: {} });
    const id = await eventually(async () => {
      const { items } = await patching.on.get<{ items: { id: string }[] }>('/approvals?status=pending');
      return items[0]?.id;
    }, 60_000);
    expect((await patching.decide(id, 'reject')).status).toBe(200);
    const { output = '{}' } = await aws.endsInAws(arn);
    expect(JSON.parse(output)).toMatchObject({ status: 'rejected', patches_rejected: 1 });
  });
});
