import { Injectable } from '@nestjs/common';
import type { DescribeExecutionCommandOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { AwsClients } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import type { AwsStatus } from '../domain/status-change.js';

/** SendTaskFailure's limits; AWS refuses what is longer. */
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;

/** An execution as AWS has it. */
export interface DescribedExecution extends AwsStatus {
  arn: string;
  stateMachineArn: string;
  name: string;
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  startedAt: Date;
  stoppedAt: Date | null;
}

/** The calls to Step Functions, in the home region and with the service's own credentials. They throw the SDK's errors. */
@Injectable()
export class StepFunctions {
  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /** The same name and input while it runs is the same execution. @returns when it began */
  async start(stateMachineArn: string, name: string, input: string): Promise<Date> {
    const { startDate } = await (await this.#sfn()).startExecution({ stateMachineArn, name, input });
    if (startDate === undefined) throw new Error('StartExecution answered without a date');
    return startDate;
  }

  async stop(executionArn: string, { error, cause }: { error?: string; cause?: string }): Promise<void> {
    await (
      await this.#sfn()
    ).stopExecution({
      executionArn,
      ...(error === undefined ? {} : { error: error.slice(0, LONGEST_ERROR) }),
      ...(cause === undefined ? {} : { cause: cause.slice(0, LONGEST_CAUSE) }),
    });
  }

  /** @param clientToken the same for each try of one redrive */
  async redrive(executionArn: string, clientToken: string): Promise<void> {
    await (await this.#sfn()).redriveExecution({ executionArn, clientToken });
  }

  async describe(executionArn: string): Promise<DescribedExecution> {
    return described(await (await this.#sfn()).describeExecution({ executionArn }));
  }

  /** A page of the history, in AWS's own shape; up to 1,000 events. */
  async history(
    executionArn: string,
    {
      limit,
      cursor,
      newestFirst,
    }: { limit: number; cursor?: string | undefined; newestFirst?: boolean | undefined },
  ): Promise<{ events: HistoryEvent[]; nextCursor: string | null }> {
    const sfn = await this.#sfn();
    const { events = [], nextToken } = await sfn.getExecutionHistory({
      ...{ executionArn, maxResults: Math.min(limit, 1_000), includeExecutionData: true },
      ...(newestFirst === undefined ? {} : { reverseOrder: newestFirst }),
      ...(cursor === undefined ? {} : { nextToken: cursor }),
    });
    return { events, nextCursor: nextToken ?? null };
  }

  async succeedTask(taskToken: string, output: string): Promise<void> {
    await (await this.#sfn()).sendTaskSuccess({ taskToken, output });
  }

  async failTask(taskToken: string, error: string, cause: string): Promise<void> {
    await (
      await this.#sfn()
    ).sendTaskFailure({
      taskToken,
      error: error.slice(0, LONGEST_ERROR),
      cause: cause.slice(0, LONGEST_CAUSE),
    });
  }

  async beat(taskToken: string): Promise<void> {
    await (await this.#sfn()).sendTaskHeartbeat({ taskToken });
  }

  #sfn() {
    return this.clients.ambient(this.config.get('AWS_REGION')).sfn();
  }
}

function described(found: DescribeExecutionCommandOutput): DescribedExecution {
  const { executionArn, stateMachineArn, name, status, startDate } = found;
  if (!executionArn || !stateMachineArn || !name || !status || !startDate) {
    throw new Error('DescribeExecution answered without a name, a status or a date');
  }
  return {
    ...{ arn: executionArn, stateMachineArn, name, startedAt: startDate },
    // of a Map's child executions alone
    status: status === 'PENDING_REDRIVE' ? 'RUNNING' : status,
    redriveCount: found.redriveCount ?? 0,
    input: found.input ?? '{}',
    output: found.output ?? null,
    error: found.error ?? null,
    cause: found.cause ?? null,
    stoppedAt: found.stopDate ?? null,
  };
}
