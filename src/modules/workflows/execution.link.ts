import { Injectable } from '@nestjs/common';
import { LinkPage, type AskedLink, type LinkView } from '../../platform/links/index.js';
import { notFound } from '../../shared/app-error.js';
import { ExecutionLookups } from './execution-lookups.js';
import { ExecutionsService } from './executions.service.js';

const TONES: Readonly<Record<string, LinkView['state']['tone']>> = {
  ...{ SUCCEEDED: 'good', FAILED: 'bad', TIMED_OUT: 'bad', RUNNING: 'waiting', PENDING_START: 'waiting' },
};

/** What people see of an execution by a link. */
@Injectable()
export class ExecutionLink {
  constructor(
    private readonly lookups: ExecutionLookups,
    private readonly executions: ExecutionsService,
  ) {}

  @LinkPage('execution')
  async show({ caller: { tenantId }, id }: AskedLink): Promise<LinkView> {
    const known = await this.lookups.find(tenantId, id);
    if (known === undefined) throw notFound('execution', id);
    const { executionArn, name, workflowType, error, cause } = known;
    const now = await this.executions.status(tenantId, executionArn);
    return {
      title: `${workflowType}: ${name}`,
      state: { text: now.status, tone: TONES[now.status] ?? 'plain' },
      text: error === null ? null : [error, cause].filter((one) => one !== null && one !== '').join(': '),
      facts: [
        { label: 'Execution', value: executionArn },
        { label: 'Started', value: now.startDate },
        { label: 'Ended', value: now.stopDate },
      ],
      details: null,
      can: [],
      path: `/workflows/${executionArn}/status`,
    };
  }
}
