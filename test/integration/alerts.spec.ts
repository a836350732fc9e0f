import { AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ErrorRateService } from '../../src/modules/events/error-rate.service.js';
import { emulatedAccount, giveCredentials, HOME, type EmulatedAccount } from '../e2e/emulated-account.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { startHttpReceiver, type HttpReceiver } from '../support/http-receiver.js';
import { someSchedule } from '../support/schedules.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

jest.setTimeout(180_000);

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const itIf = MOTO_URL === undefined ? it.skip : it;

/**
 * The four alerts of specs/1, from what goes wrong to the message that arrives, by the rules that each tenant has from
 * the start; and the metric that the alarm of CloudWatch and the rule of Prometheus read. That CloudWatch itself then
 * fires is AWS's part: the emulator evaluates no alarm.
 */
describe('an alert', () => {
  let app: TestApp;
  let slack: HttpReceiver;
  let account: EmulatedAccount | undefined;
  let workflows: ReturnType<typeof workflowClient>;

  beforeAll(async () => {
    giveCredentials();
    slack = await startHttpReceiver();
    app = await startTestApp(
      {
        SLACK_WEBHOOK_URL: `${slack.url}/services/T/B/X`,
        AWS_CALLS_PER_SECOND: '500',
        ENVIRONMENT: 'alerts',
      },
      [TestWorkflowsModule],
    );
    app.app.get(TestTasks, { strict: false }).failing.add('broken');
    workflows = workflowClient(app, app.platformKey);
    await eventually(async () => {
      const rules = await must<{ items: object[] }>('GET', '/notifications/rules');
      const channels = await must<{ items: object[] }>('GET', '/notifications/channels?type=slack');
      return rules.items.length >= 6 && channels.items.length === 1;
    }, 60_000);
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await slack?.close();
    account?.close();
  });

  async function must<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await app.request<T>(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const messages = () => slack.posted.map(({ body }) => body);
  /** A message that has all of these words, as soon as it has arrived. */
  const arrived = (...words: RegExp[]) =>
    eventually(async () => messages().find((text) => words.every((word) => word.test(text))), 90_000).catch(
      () => {
        throw new Error(`no message has ${words.join(' and ')}: ${messages().join('\n')}`);
      },
    );
  /** The sum of a metric over the labels that these words are not. */
  const metric = async (name: string, ...labels: string[]) => {
    const { body } = await app.request<string>('GET', '/metrics');
    return body
      .split('\n')
      .filter(
        (line) => new RegExp(`^${name}(\\{| )`).test(line) && labels.every((label) => line.includes(label)),
      )
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  /** As soon as it is more than it was: it is counted after the commit that people are told of. */
  const risen = (name: string, before: number, ...labels: string[]) =>
    eventually(async () => (await metric(name, ...labels)) > before);

  it('Schedule Execution Failures: a run that fails is told, and counted', async () => {
    const scheduler = 'Service="scheduler"';
    const before = await metric('SchedulesFailed', scheduler, 'Environment="alerts"');
    const { scheduleId } = await must<{ scheduleId: string }>('POST', '/schedules', {
      ...someSchedule,
      target: { type: 'step-functions', stateMachineName: 'TestFlakyWorkflow' },
      parameters: { gate: 'broken' },
    });
    await must('POST', `/schedules/${scheduleId}/run-now`, {});
    await arrived(/schedule/i, /fail/i, /it is not mended yet|Broken/);
    await risen('SchedulesFailed', before, scheduler);
    expect(messages().filter((text) => /workflow failed/i.test(text))).toEqual([]); // the schedule tells of it
  });

  it('Workflow Failures: an execution that fails is told, and counted', async () => {
    const before = await metric('WorkflowsFailed', 'Service="orchestrator"');
    const { executionArn } = await workflows.start('test-flaky', { gate: 'broken' });
    await workflows.until(executionArn, 'FAILED');
    await arrived(/workflow/i, /fail/i, /test-flaky|TestFlakyWorkflow/);
    await risen('WorkflowsFailed', before, 'Service="orchestrator"');
  });

  it('High Error Rates: events that fail are told once they are too many, and counted', async () => {
    const labels = ['Service="event-processor"', 'Environment="alerts"'];
    const roleArn = 'arn:aws:iam::411111111111:role/Inventory';
    await must('POST', '/accounts', { accountId: '411111111111', roleArn, regions: [HOME] });
    const before = await metric('EventsProcessingFailed', ...labels);
    for (let i = 0; i < 24; i++)
      await must('POST', '/events/trigger', {
        eventType: 'remediation-completed',
        parameters: { resourceArns: [`arn:aws:s3:::nobody-knows-${i}`] },
      });
    await eventually(async () => (await metric('EventsProcessingFailed', ...labels)) >= before + 24, 60_000);
    await app.app.get(ErrorRateService, { strict: false }).check(); // it looks once a minute
    await arrived(/event/i, /fail/i, /24/);
  });

  itIf('Critical Violations: a critical finding of a scan is told, and counted', async () => {
    account = await emulatedAccount(MOTO_URL ?? '');
    const { accountId, roleArn } = account;
    await must('POST', '/accounts', { accountId, roleArn, regions: [HOME] });
    const ec2 = account.ec2(HOME);
    const { GroupId } = await ec2.createSecurityGroup({ GroupName: 'open-to-all', Description: 'x' });
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        ...{ GroupId, IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, CidrIp: '0.0.0.0/0' },
      }),
    );
    const before = await metric('shepherd_findings_opened_total', 'severity="critical"');
    await must('POST', '/scans/compliance?wait=120', { scanType: 'targeted', frameworks: ['FSBP'] });
    await arrived(/critical/i, new RegExp(`${accountId}|${String(GroupId)}|open-to-all`));
    await risen('shepherd_findings_opened_total', before, 'severity="critical"');
    expect(await metric('FindingsBySeverity', 'Severity="CRITICAL"', 'Environment="alerts"')).toBeGreaterThan(
      0,
    );
  });
});
