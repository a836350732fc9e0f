import { Controller, Get, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
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

  /** 503 when the database or the queue is down; `degraded` without AWS. */
  @Get()
  @ApiResponse({ status: 200, standardSchema: health })
  @ApiResponse({ status: 503, standardSchema: health })
  async health(@Res() response: Response): Promise<void> {
    const answer = await this.service.check();
    response.status(answer.status === 'down' ? 503 : 200).json(answer);
  }

  /** The process runs. */
  @Get('live')
  @ApiResponse({ status: 200, standardSchema: z.object({ status: z.literal('ok') }) })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can serve: database and queue answer. */
  @Get('ready')
  @ApiResponse({ status: 200, standardSchema: z.object({ status: z.enum(['ok', 'down']) }) })
  @ApiResponse({ status: 503, standardSchema: z.object({ status: z.enum(['ok', 'down']) }) })
  async ready(@Res() response: Response): Promise<void> {
    const ready = await this.service.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'down' });
  }
}
