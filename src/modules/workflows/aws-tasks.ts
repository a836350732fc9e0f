import { Injectable } from '@nestjs/common';
import type { Json } from '../../asl/index.js';
import { AwsReach, type NoWay } from './aws-reach.service.js';
import { AccountCalls } from './aws/account-calls.js';
import { placeIn, targetOf } from './domain/aws-target.js';
import type { AskedTask, TaskOutcome } from './task-outcome.js';

/**
 * Tasks that AWS does, in an account of the tenant's. Step Functions would do them with the state machine's role; here
 * they are done with the role that the tenant has registered for the account.
 */
@Injectable()
export class AwsTasks {
  constructor(
    private readonly reach: AwsReach,
    private readonly calls: AccountCalls,
  ) {}

  /** Calls a function and waits for what it gives; Step Functions' Lambda errors. @param name or ARN, with a version or alias */
  async invoke(
    { tenantId }: AskedTask,
    name: string,
    input: Json,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<TaskOutcome> {
    const way = await this.reach.to(tenantId, placeIn(name));
    return 'account' in way ? this.calls.invoke(way, name, input, signal) : refused(way);
  }

  /** @param action `sns:publish` or `events:putEvents` */
  async call({ tenantId, input }: AskedTask, action: string): Promise<TaskOutcome> {
    const target = targetOf(action, input);
    if ('problem' in target) return { type: 'failed', error: 'States.Runtime', cause: target.problem };
    const way = await this.reach.to(tenantId, target.place);
    if (!('account' in way)) return refused(way);
    return target.action === 'publish'
      ? this.calls.publish(way, target.parameters)
      : this.calls.putEvents(way, target.parameters);
  }
}

const refused = (why: NoWay): TaskOutcome =>
  'refusal' in why
    ? { type: 'failed', error: 'States.Permissions', cause: why.refusal }
    : { type: 'failed', error: 'States.TaskFailed', cause: why.unreachable };
