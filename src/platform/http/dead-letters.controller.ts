import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { DeadLetterService } from '../queue/index.js';
import { Needs } from './principal.js';

const query = pageQuery.extend({
  source: z.enum(['jobs']).default('jobs').describe('Where the letters lie'),
  tenantId: z.string().min(1).max(64).optional(),
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

@ApiTags('service')
@Controller('dead-letters')
export class DeadLettersController {
  constructor(private readonly service: DeadLetterService) {}

  @Get()
  @ApiOperation({ summary: 'Work that used up its attempts, newest first' })
  @Needs('platform')
  @ApiResponse({ status: 200, standardSchema: pageOf(deadLetter) })
  async list(@Query({ schema: query }) { source, tenantId, ...page }: z.output<typeof query>) {
    const { items, nextCursor } = await this.service.list(page, tenantId);
    return { items: items.map((letter) => deadLetter.parse({ ...letter, source })), nextCursor };
  }

  @Post(':id/retry')
  @ApiOperation({ summary: 'Tries it again, with all attempts' })
  @Needs('platform')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: z.object({ id: z.string(), status: z.literal('pending') }) })
  async retry(@Param('id') id: string) {
    await this.service.retry(id);
    return { id, status: 'pending' as const };
  }
}
