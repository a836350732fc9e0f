import { Injectable } from '@nestjs/common';
import { failureOf } from '../../../platform/aws/index.js';
import { AppError, invalid } from '../../../shared/app-error.js';
import type { HistoryPage, HistoryQuery, ShownEvent } from '../history.schemas.js';
import { StepFunctions } from './step-functions.js';

const MOST = 1_000;

/** The history of executions on Step Functions: it lies there alone, and is read when somebody asks. */
@Injectable()
export class AwsHistory {
  constructor(private readonly functions: StepFunctions) {}

  /** @throws AppError UNAVAILABLE; INVALID for a token that AWS does not know */
  async page(
    awsArn: string,
    { maxResults, reverseOrder, nextToken }: Pick<HistoryQuery, 'maxResults' | 'reverseOrder' | 'nextToken'>,
  ): Promise<HistoryPage> {
    const { events, nextCursor } = await this.#read(awsArn, maxResults, reverseOrder, nextToken);
    return { events, nextToken: nextCursor };
  }

  /** AWS begins at no event but the first or the last, so that those before are read too. */
  async *since(awsArn: string, eventId: number): AsyncGenerator<ShownEvent[], void> {
    for (let token: string | undefined; ;) {
      const { events, nextCursor } = await this.#read(awsArn, MOST, false, token);
      const later = events.filter(({ id }) => id > eventId);
      if (later.length > 0) yield later;
      if (nextCursor === null) return;
      token = nextCursor;
    }
  }

  async #read(awsArn: string, limit: number, newestFirst: boolean, cursor: string | undefined) {
    try {
      const { events, nextCursor } = await this.functions.history(awsArn, { limit, newestFirst, cursor });
      return { events: events.map(shown), nextCursor };
    } catch (error) {
      const { code, message } = failureOf(error);
      if (code === 'InvalidToken') throw invalid([{ path: 'nextToken', message: 'AWS does not know it' }]);
      // accepted here, and not begun there yet
      if (code === 'ExecutionDoesNotExist') return { events: [], nextCursor: null };
      throw new AppError('UNAVAILABLE', `states:GetExecutionHistory: ${code}: ${message}`);
    }
  }
}

type AwsEvent = Awaited<ReturnType<StepFunctions['history']>>['events'][number];

/** As our own: AWS leaves out previousEventId where it is 0. */
function shown({ id = 0, previousEventId = 0, timestamp, type, ...details }: AwsEvent): ShownEvent {
  return { id, previousEventId, timestamp: timestamp?.toISOString() ?? '', type: type ?? '', ...details };
}
