import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { invalid } from '../../shared/app-error.js';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { DeadLetterService, DeadLetterSources } from '../queue/index.js';
import { DeadLetterRetries } from './dead-letter-retries.service.js';
import { Needs, WhoCalls, type Caller } from './principal.js';

const query = pageQuery.extend({
  source: z
    .enum(['jobs', 'sqs'])
    .default('jobs')
    .describe('Where the letters lie: jobs, or messages of queues that were no events'),
  tenantId: z.string().min(1).max(64).optional().describe('Of jobs alone: messages belong to no tenant'),
});

const deadLetter = z
  .object({
    id: z.string(),
    source: z.literal('jobs'),
    tenantId: z.string(),
    name: z.string(),
    payload: z.unknown(),
    attempts: z.number(),
    lastError: z.string().nullable(),
    correlationId: z.string(),
    createdAt: z.date(),
    deadAt: z.date().nullable(),
  })
  .meta({ id: 'DeadLetter' });

const deadMessage = z
  .object({
    id: z.string().describe('`sqs:` and the id of the message, where SQS gave it up by itself'),
    source: z.literal('sqs'),
    queueUrl: z.string(),
    messageId: z.string(),
    reason: z.string(),
    body: z.string().describe('The first 64 K characters'),
    receiveCount: z.number(),
    firstSeenAt: z.date(),
    lastSeenAt: z.date(),
    status: z.literal('dead'),
  })
  .meta({ id: 'DeadMessage' });

const item = z.discriminatedUnion('source', [deadLetter, deadMessage]);
const retried = z.object({ id: z.string(), status: z.enum(['pending', 'redriven']) });

@ApiTags('service')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(
    private readonly service: DeadLetterService,
    private readonly sources: DeadLetterSources,
    private readonly retries: DeadLetterRetries,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Work that used up its attempts and messages that were given up, newest first' })
  @Needs('platform')
  @ApiResponse({ status: 200, standardSchema: pageOf(item) })
  async list(@Query({ schema: query }) { source, tenantId, ...page }: z.output<typeof query>) {
    if (source === 'jobs') {
      const { items, nextCursor } = await this.service.list(page, tenantId);
      return { items: items.map((letter) => deadLetter.parse({ ...letter, source })), nextCursor };
    }
    if (tenantId !== undefined)
      throw invalid([{ path: 'tenantId', message: 'messages of queues belong to no tenant' }]);
    const { items, nextCursor } = await this.sources.list(source, page);
    return { items: items.map((letter) => deadMessage.parse({ ...letter, source })), nextCursor };
  }

  @Post(':id/retry')
  @ApiOperation({ summary: 'Tries it again: a job with all attempts, a message by sending it to its queue' })
  @Needs('platform')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: retried })
  async retry(@WhoCalls() caller: Caller, @Param('id') id: string): Promise<z.output<typeof retried>> {
    return { id, status: await this.retries.retry(caller, id) };
  }
}
