import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { z } from 'zod';
import type { Json, Program } from '../../src/asl/index.js';
import { AwsAdoption } from '../../src/modules/workflows/aws-adoption.service.js';
import { AwsStartsService } from '../../src/modules/workflows/aws-starts.service.js';
import { MORE_WORKFLOWS } from '../../src/modules/workflows/built-in-workflows.js';
import type { Workflow } from '../../src/modules/workflows/definitions/index.js';
import { awsExecutionName } from '../../src/modules/workflows/domain/aws-names.js';
import { WorkflowEngine } from '../../src/modules/workflows/workflow-engine.js';
import { newId } from '../../src/shared/ids.js';
import { eventually, startTestApp } from '../support/app.js';
import { startStepFunctionsApp, type StepFunctionsApp } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const waits = {
  StartAt: 'W',
  States: { W: { Type: 'Wait', Seconds: 600, End: true } },
} as unknown as Program;
const passes = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } } as unknown as Program;

describeIf('the engine on Step Functions (needs MOTO_URL)', () => {
  let test: StepFunctionsApp;
  let engine: WorkflowEngine;
  let machine: string;
  const known: Workflow[] = [];

  @Global()
  @Module({ providers: [{ provide: MORE_WORKFLOWS, useValue: known }], exports: [MORE_WORKFLOWS] })
  class WorkflowsOfTheTest {}

  beforeAll(async () => {
    test = await startStepFunctionsApp(MOTO_URL ?? '', [WorkflowsOfTheTest], {
      AWS_ACCOUNT_ID: '123456789012',
    });
    engine = test.app.app.get(WorkflowEngine, { strict: false });
    machine = await test.deploy('Waits', waits);
    await test.deploy('Passes', passes);
  });
  afterAll(() => test.close());
  afterEach(() => {
    test.proxy.rules = [];
  });

  const rowsNamed = (name: string) =>
    test.app.database.query<{ id: string; status: string; aws_arn: string; started_at: Date | null }>(
      'SELECT id, status, aws_arn, started_at FROM executions WHERE name = $1',
      [name],
    );
  const awsArnOf = (name: string, tenant = 'acme') =>
    `${machine.replace(':stateMachine:', ':execution:')}:${awsExecutionName(tenant, name)}`;

  it('starts one execution for one name and input, and keeps the names of tenants apart', async () => {
    const request = { name: 'same', input: { a: 1 } };
    const first = await test.start('Waits', waits, request);
    const again = await test.start('Waits', waits, request);
    expect(first).toMatchObject({ status: 'RUNNING', isExisting: false });
    expect(again).toMatchObject({ id: first.id, isExisting: true });
    const actor = { tenantId: 'globex', owner: 'x@globex.test', keyId: 'key_2' };
    const other = await test.start('Waits', waits, { ...request, actor });
    expect(other.id).not.toBe(first.id);
    const lines = await rowsNamed('same');
    expect(lines.map(({ aws_arn: arn }) => arn).sort()).toEqual([
      awsArnOf('same'),
      awsArnOf('same', 'globex'),
    ]);
    expect(lines.every(({ started_at: at }) => at !== null)).toBe(true);
    for (const { aws_arn: arn } of lines) expect(await test.inAws(arn)).toMatchObject({ status: 'RUNNING' });
    await expect(test.start('Waits', waits, { ...request, input: { a: 2 } })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it.each(['throttle', 'error500', 'reset'] as const)(
    'promises what it has written: StartExecution that ends in %s is made up for, once',
    async (fault) => {
      test.proxy.rules = [{ match: { action: 'StartExecution' }, fault }];
      const { id } = await test.start('Waits', waits, { name: `late-${fault}` });
      expect(await test.row(id)).toMatchObject({ status: 'RUNNING', started_at: null });
      const starts = test.app.app.get(AwsStartsService, { strict: false });
      test.proxy.rules = [];
      await starts.finish(); // who has just written it is given time
      expect(await test.row(id)).toMatchObject({ started_at: null });
      await test.app.database.query(
        "UPDATE executions SET created_at = created_at - interval '1 minute' WHERE id = $1",
        [id],
      );
      await starts.finish();
      const { started_at: at, aws_arn: arn } = await test.row(id);
      expect(at).toEqual((await test.inAws(arn)).startDate);
      await starts.finish();
    },
  );

  it('takes up what AWS has begun before a crash, also when it has ended', async () => {
    const name = awsExecutionName('acme', 'crashed');
    const passing = machine.replace('Waits', 'Passes');
    const begun = await test.sfn.startExecution({ stateMachineArn: passing, name, input: '{"a":1}' });
    const ended = await test.endsInAws(begun.executionArn ?? '');
    const { id } = await test.start('Passes', passes, { name: 'crashed', input: { a: 1 } });
    expect(await test.row(id)).toMatchObject({
      ...{
        status: 'SUCCEEDED',
        output: ended.output,
        started_at: ended.startDate,
        stopped_at: ended.stopDate,
      },
    });
  });

  it('leaves nothing of what AWS refuses', async () => {
    const gone = test.start('Nowhere', waits, { name: 'refused' });
    await expect(gone).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    test.proxy.rules = [{ match: { action: 'StartExecution' }, fault: 'deny' }];
    await expect(test.start('Waits', waits, { name: 'refused' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    expect(await rowsNamed('refused')).toEqual([]);
    const own = test.start('Waits', waits, { name: 'refused', isOwn: true });
    await expect(own).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('ends as FAILED what was promised and is refused later', async () => {
    test.proxy.rules = [{ match: { action: 'StartExecution' }, fault: 'throttle' }];
    const { id } = await test.start('Waits', waits, { name: 'promised' });
    test.proxy.rules = [{ match: { action: 'StartExecution' }, fault: 'deny' }];
    await test.app.database.query(
      "UPDATE executions SET created_at = created_at - interval '1 minute' WHERE id = $1",
      [id],
    );
    await test.app.app.get(AwsStartsService, { strict: false }).finish();
    expect(await test.row(id)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('stops, and takes over how AWS has it', async () => {
    const { id } = await test.start('Waits', waits);
    const { aws_arn: awsArn } = await test.row(id);
    await engine.stop({ id, awsArn }, { error: 'Enough', cause: 'seen enough' });
    await test.finished(id);
    const { stopDate } = await test.inAws(awsArn);
    expect(await test.row(id)).toMatchObject({ status: 'ABORTED', stopped_at: stopDate });
    await engine.stop({ id, awsArn }, {});
  });

  it('learns by a stop of an end that no event has told', async () => {
    const { id } = await test.start('Passes', passes, { input: { a: 1 } });
    const { aws_arn: awsArn } = await test.row(id);
    const { output } = await test.endsInAws(awsArn);
    expect(await test.row(id)).toMatchObject({ status: 'RUNNING' });
    await engine.stop({ id, awsArn }, {});
    expect(await test.row(id)).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('stops what AWS was never asked for, for good', async () => {
    test.proxy.rules = [{ match: { action: 'StartExecution' }, fault: 'throttle' }];
    const { id } = await test.start('Waits', waits);
    const { aws_arn: awsArn } = await test.row(id);
    test.proxy.rules = [];
    await engine.stop({ id, awsArn }, { cause: 'not needed' });
    expect(await test.row(id)).toMatchObject({ status: 'ABORTED', cause: 'not needed' });
    await test.app.app.get(AwsStartsService, { strict: false }).finish();
    await expect(test.inAws(awsArn)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('takes an execution that was started there as its tenant’s, where it is of a workflow of ours', async () => {
    const adoption = test.app.app.get(AwsAdoption, { strict: false });
    const begin = async (input: Json) => {
      const stateMachineArn = machine.replace('Waits', 'Passes');
      const name = newId('req');
      return (
        (await test.sfn.startExecution({ stateMachineArn, name, input: JSON.stringify(input) }))
          .executionArn ?? ''
      );
    };
    const strange = await begin({ tenantId: 'acme' });
    expect(await adoption.tenantOf(strange)).toBeUndefined();
    known.push({
      ...{ workflowType: 'passes', stateMachineName: `${test.name}Passes`, name: 'Passes', description: '' },
      ...{ version: '1.0.0', estimatedDuration: '1 second', parameters: z.object({}), program: passes },
    });
    const own = await startTestApp({ ...envOf(test), ROLE: 'api' }, [WorkflowsOfTheTest], test.app.database);
    try {
      const adopting = own.app.get(AwsAdoption, { strict: false });
      expect(await adopting.tenantOf(await begin({ tenantId: 'nobody' }))).toBeUndefined();
      const arn = await begin({ tenantId: 'globex', metadata: { correlationId: 'req_of_the_parent' } });
      expect(await adopting.tenantOf(arn)).toBe('globex');
      expect(await adopting.tenantOf(arn)).toBe('globex');
      const lines = await test.app.database.query('SELECT * FROM executions WHERE aws_arn = $1', [arn]);
      expect(lines).toMatchObject([
        { tenant_id: 'globex', engine: 'aws', workflow_type: 'passes', correlation_id: 'req_of_the_parent' },
      ]);
    } finally {
      await own.close();
    }
  });

  const envOf = ({ taskQueue, statusQueue }: StepFunctionsApp): Record<string, string> => ({
    ...{
      AWS_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: '123456789012',
      AWS_MAX_ATTEMPTS: '1',
      WORKFLOW_ENGINE: 'aws',
    },
    ...{ TASK_QUEUE_URL: taskQueue, STATUS_QUEUE_URL: statusQueue },
  });

  describe('redrives', () => {
    // stands for Step Functions' API, as the emulator has no RedriveExecution: the answers are those of its reference
    let stub: Server;
    let asked: Record<string, unknown>[] = [];
    let isRedrivable = true;

    beforeAll(async () => {
      stub = createServer((request, response) => {
        let body = '';
        request.on('data', (part: Buffer) => (body += part.toString()));
        request.on('end', () => {
          asked.push({ target: request.headers['x-amz-target'], ...(JSON.parse(body) as object) });
          response.setHeader('content-type', 'application/x-amz-json-1.0');
          if (!isRedrivable) response.statusCode = 400;
          response.end(
            JSON.stringify(
              isRedrivable
                ? { redriveDate: 1_795_252_739.5 }
                : {
                    __type: 'com.amazonaws.states#ExecutionNotRedrivable',
                    message: 'Execution is SUCCEEDED and cannot be redriven',
                  },
            ),
          );
        });
      });
      await new Promise<void>((ready) => stub.listen(0, '127.0.0.1', ready));
    });
    afterAll(() => {
      stub.close();
    });

    it('from the failed state, counted, so that what is told of before it changes nothing', async () => {
      const { id } = await test.start('Waits', waits);
      const { aws_arn: awsArn } = await test.row(id);
      await test.sfn.stopExecution({ executionArn: awsArn });
      const ended = await test.endsInAws(awsArn);
      await test.tell(ended, { status: 'FAILED', error: 'Broken', cause: 'it broke' });
      await eventually(async () => (await test.row(id)).status === 'FAILED');

      const { port } = stub.address() as AddressInfo;
      const own = await startTestApp(
        { ...envOf(test), AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ROLE: 'api' },
        [],
        test.app.database,
      );
      const redriving = own.app.get(WorkflowEngine, { strict: false });
      try {
        await redriving.redrive({ id, awsArn });
        expect(asked).toEqual([
          { target: 'AWSStepFunctions.RedriveExecution', executionArn: awsArn, clientToken: `${id}-1` },
        ]);
        const reopened = { status: 'RUNNING', redrive_count: 1, error: null, cause: null, stopped_at: null };
        expect(await test.row(id)).toMatchObject(reopened);
        await test.tell(ended, { status: 'FAILED' });
        await test.tell(ended, { status: 'RUNNING', redriveCount: 1, stopDate: null });
        await test.isEmpty(test.statusQueue);
        expect(await test.row(id)).toMatchObject(reopened);
        await test.tell(ended, { status: 'SUCCEEDED', redriveCount: 1, output: '{"done":true}' });
        await eventually(async () => (await test.row(id)).status === 'SUCCEEDED');
        isRedrivable = false;
        await expect(redriving.redrive({ id, awsArn })).rejects.toMatchObject({ code: 'CONFLICT' });
        asked = [];
      } finally {
        await own.close();
      }
    });
  });
});
