import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { verdictList, verdictQuery, type VerdictQuery } from './verdicts.schemas.js';
import { VerdictsService } from './verdicts.service.js';

@ApiTags('compliance')
@Controller('verdicts')
export class VerdictsController {
  constructor(private readonly service: VerdictsService) {}

  @Get()
  @ApiOperation({
    summary:
      'What each control says of each resource now, passes too, with the evidence and when it was read',
  })
  @Needs('viewer')
  @ApiProduces('application/json', 'application/x-ndjson')
  @ApiResponse({ status: 200, standardSchema: verdictList })
  async list(@WhoCalls() caller: Caller, @Query({ schema: verdictQuery }) query: VerdictQuery) {
    if (query.format === 'json') return this.service.list(caller, query);
    const lines = await this.service.lines(caller, query);
    return new StreamableFile(Readable.from(lines), { type: 'application/x-ndjson' });
  }
}
