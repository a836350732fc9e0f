import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { partNames, partStatuses } from '../watch/index.js';
import { HealthService } from './health.service.js';
import { Needs, Public } from './principal.js';

const part = z
  .object({
    status: z.enum(partStatuses),
    message: z.string().describe('What is wrong, and what to do about it'),
    figures: z.record(z.string(), z.number()).optional(),
    details: z.record(z.string(), z.unknown()).optional().describe('For the platform key'),
  })
  .meta({ id: 'HealthPart' });
const health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    message: z.string(),
    version: z.string(),
    environment: z.string(),
    uptimeSeconds: z.number(),
    ...Object.fromEntries(partNames.map((name) => [name, part])),
    queue: part.extend({ backend: z.enum(['redis', 'postgres']).optional() }),
    aws: part.extend({ accountId: z.string().optional(), arn: z.string().optional() }),
  })
  .meta({ id: 'Health' });

@ApiTags('service')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly service: HealthService) {}

  @Get()
  @ApiOperation({
    summary: '503 when the database is down; `degraded` where anything else is not well',
  })
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
  @ApiOperation({
    summary: 'The process can answer requests: the database answers, and it is not about to end',
  })
  @ApiResponse({ status: 200, standardSchema: z.object({ status: z.enum(['ok', 'down']) }) })
  @ApiResponse({ status: 503, standardSchema: z.object({ status: z.enum(['ok', 'down']) }) })
  async ready(@Res() response: Response): Promise<void> {
    const ready = await this.service.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'down' });
  }
}

@ApiTags('service')
@Controller('health/details')
@Needs('platform')
export class HealthDetailsController {
  constructor(private readonly service: HealthService) {}

  @Get()
  @ApiOperation({ summary: 'What /health says, with processes, jobs, accounts and queues by name' })
  @ApiResponse({ status: 200, standardSchema: health })
  @ApiResponse({ status: 503, standardSchema: health })
  async details(@Res() response: Response): Promise<void> {
    const answer = await this.service.check(true);
    response.status(answer.status === 'down' ? 503 : 200).json(answer);
  }
}
