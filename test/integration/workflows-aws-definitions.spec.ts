import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { workflowsOf } from '../../src/modules/workflows/definitions/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';
import { emulatedStepFunctions, type EmulatedStepFunctions } from '../support/step-functions.js';
import { workflowClient } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

interface Waiting {
  id: string;
  level: number;
}

jest.setTimeout(180_000); // the emulator hands out a dozen messages a second

/** The same work on two engines, each with an account and a database of its own, differs by ids and times alone. */
const comparable = (output: unknown, accountId: string): unknown =>
  JSON.parse(
    JSON.stringify(output)
      .replaceAll(accountId, 'ACCOUNT')
      .replace(/\b(scan|rpt|fnd|exe|rem|apr)_[0-9a-f]{32}\b/g, '$1_ID')
      .replace(/\b((?:vol|sg|acl|vpc|subnet|rtb)-|AKIA)\w+/g, '$1ID')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
  );

describeIf('the definitions of the service on both engines (needs MOTO_URL)', () => {
  let aws: EmulatedStepFunctions;
  const apps: Record<'local' | 'aws', ScanApp | undefined> = { local: undefined, aws: undefined };

  beforeAll(async () => {
    aws = await emulatedStepFunctions(MOTO_URL ?? '');
    const arns = await Promise.all(
      workflowsOf('dev').map(async ({ workflowType, stateMachineName, program }) => [
        `${workflowType.toUpperCase().replaceAll('-', '_')}_WORKFLOW_ARN`,
        await aws.deploy(stateMachineName, program),
      ]),
    );
    apps.local = await startScanApp(MOTO_URL ?? '');
    apps.aws = await startScanApp(MOTO_URL ?? '', { ...aws.env, ...(Object.fromEntries(arns) as object) });
    for (const { account } of [apps.local, apps.aws]) {
      await account.volume(HOME, 100);
      await account.bucket(`unused-${account.accountId}`);
      await account.user('alice');
    }
  });
  afterAll(async () => {
    await apps.local?.close();
    await apps.aws?.close();
    aws.close();
  });

  const outputOn = async (
    engine: 'local' | 'aws',
    type: string,
    parameters: Record<string, unknown>,
    meanwhile?: (engine: 'local' | 'aws') => Promise<void>,
  ) => {
    const on = apps[engine];
    if (on === undefined) throw new Error('it was not started');
    const client = workflowClient(on.app, on.keys.operator);
    const { executionArn } = await client.start(type, parameters);
    await meanwhile?.(engine);
    if (engine === 'aws') await aws.tell(await aws.endsInAws(executionArn));
    const { output } = await client.until(executionArn, 'SUCCEEDED');
    return comparable(output, on.account.accountId);
  };

  /** A bucket that anybody could open: its finding, in an account where changes are allowed. */
  const findingOn = async (engine: 'local' | 'aws', name: string): Promise<string> => {
    const on = apps[engine];
    if (on === undefined) throw new Error('it was not started');
    const guardrails = { enabled: true, approval: { always: false, levels: 2 } };
    await on.asAdmin.must('PUT', '/remediations/guardrails/*', guardrails);
    const arn = await on.account.bucket(`${name}-${on.account.accountId}`);
    const controls = ['s3_bucket_level_public_access_block'];
    await on.scan({ services: ['s3'], controls });
    return (await on.finding(arn, controls[0])).id;
  };
  /** Both levels, one after the other. */
  const approveOn = async (engine: 'local' | 'aws') => {
    const on = apps[engine];
    if (on === undefined) throw new Error('it was not started');
    for (const [level, key] of [on.keys.approver, on.keys.admin].entries()) {
      const approval = await eventually(async () => {
        const { items } = await on.get<{ items: Waiting[] }>('/approvals?status=pending');
        return items.find((one) => one.level === level + 1);
      }, 60_000);
      const { status } = await on.app.request('POST', `/approvals/${approval.id}/approve`, { key, body: {} });
      expect(status).toBe(200);
    }
  };

  it.each([
    ['is planned', { dryRun: true }, false],
    ['is applied', { approvalRequired: false }, false],
    ['is approved and applied', {}, true],
  ])('remediation gives the same output where it %s', async (what, parameters, isAsked) => {
    const outputs: unknown[] = [];
    for (const engine of ['local', 'aws'] as const) {
      const findingIds = [await findingOn(engine, what.replaceAll(' ', '-'))];
      const asked = { ...parameters, findingIds };
      outputs.push(await outputOn(engine, 'remediation', asked, isAsked ? approveOn : undefined));
    }
    expect(outputs[1]).toEqual(outputs[0]);
    expect(JSON.stringify(outputs)).toContain('rem_ID');
    await aws.isEmpty(aws.taskQueue);
  });

  it.each([
    ['compliance-scan', { scanType: 'cost', notificationTargets: ['security-team@company.com'] }],
    ['compliance-scan', { services: ['S3'], regions: [HOME] }],
    [
      'continuous-monitoring',
      { services: ['S3'], generateReport: true, alertThresholds: { newFindings: 1 } },
    ],
  ])('%s gives the same output, with %j', async (type, parameters) => {
    const [local, onAws] = [
      await outputOn('local', type, parameters),
      await outputOn('aws', type, parameters),
    ];
    expect(onAws).toEqual(local);
    expect(JSON.stringify(onAws)).toContain('scan_ID');
    await aws.isEmpty(aws.taskQueue);
  });
});
