import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Public } from './principal.js';
import { HealthService } from './health.service.js';

const part = z.object({ status: z.enum(['up', 'down', 'unknown']), message: z.string().optional() });
const health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    version: z.string(),
    environment: z.string(),
    uptimeSeconds: z.number(),
    database: part,
    queue: part.extend({ backend: z.enum(['redis', 'postgres']) }),
    aws: part.extend({ accountId: z.string().optional(), arn: z.string().optional() }),
  })
  .meta({ id: 'Health' });

@ApiTags('service')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly service: HealthService) {}

  @Get()
  @ApiOperation({ summary: '503 when the database or the queue is down; `degraded` without AWS' })
  @ApiResponse({ status: 200, standardSchema: health })
  @ApiResponse({ status: 503, standardSchema: health })
  async health(@Res() response: Response): Promise<void> {
    const answer = await this.service.check();
    response.status(answer.status === 'down' ? 503 : 200).json(answer);
  }

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiResponse({ status: 200, standardSchema: z.object({ status: z.literal('ok') }) })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The process can serve: database and queue answer' })
  @ApiResponse({ status: 200, standardSchema: z.object({ status: z.enum(['ok', 'down']) }) })
  @ApiResponse({ status: 503, standardSchema: z.object({ status: z.enum(['ok', 'down']) }) })
  async ready(@Res() response: Response): Promise<void> {
    const ready = await this.service.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'down' });
  }
}
