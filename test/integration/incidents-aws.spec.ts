import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { incidentResponse } from '../../src/modules/workflows/definitions/incident-response.workflow.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { emulatedStepFunctions, type EmulatedStepFunctions } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no Step Functions: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(180_000); // the emulator hands out a dozen messages a second

withEmulator('incident response on Step Functions (needs MOTO_URL)', () => {
  let aws: EmulatedStepFunctions;
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    variables = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    aws = await emulatedStepFunctions(MOTO_URL ?? '');
    const { stateMachineName, program } = incidentResponse;
    const arn = await aws.deploy(stateMachineName, program);
    app = await startTestApp({
      ...{ AWS_ENDPOINT_URL: MOTO_URL ?? '', INCIDENT_RESPONSE_WORKFLOW_ARN: arn, ...aws.env },
    });
    keys = await app.tenant('acme');
  });
  afterAll(async () => {
    await app?.close();
    aws?.close();
    process.env = variables;
  });

  const report = async (body: object) => {
    const answer = await app.request<{ incidentId: string; executionArn: string }>('POST', '/incidents', {
      ...{ key: keys.operator, body },
    });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  interface Shown {
    entries: { what: string }[];
  }
  const until = (id: string, what: string) =>
    eventually(async () => {
      const { status, body } = await app.request<Shown>('GET', `/incidents/${id}`, { key: keys.viewer });
      return status === 200 && body.entries.some((one) => one.what === what);
    }, 60_000);

  it('waits for somebody, and goes on as soon as the incident is acknowledged', async () => {
    const { incidentId, executionArn } = await report({ incidentType: 'on aws', severity: 'high' });
    await until(incidentId, 'evidence captured');
    expect((await aws.inAws(executionArn)).status).toBe('RUNNING');
    await app.request('POST', `/incidents/${incidentId}/acknowledge`, { key: keys.operator });
    const { status, output } = await aws.endsInAws(executionArn);
    expect([status, JSON.parse(output ?? '{}')]).toMatchObject([
      'SUCCEEDED',
      {
        incident: { incidentId, response: 'urgent' },
        acknowledgement: { acknowledged: true, by: 'operator@acme.test' },
      },
    ]);
    await aws.isEmpty(aws.taskQueue);
  });
});
