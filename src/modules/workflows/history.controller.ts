import { Readable } from 'node:stream';
import { Controller, Get, Header, Headers, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Admission, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { enveloped } from './envelope.js';
import { ExecutionFeed } from './execution-feed.js';
import { ExecutionPrograms } from './execution-programs.js';
import { tenantQuery } from './executions.schemas.js';
import { executionDefinition, historyAnswer, historyQuery, type HistoryQuery } from './history.schemas.js';
import { HistoryService } from './history.service.js';

@ApiTags('workflows')
@Controller('workflows/:executionArn')
export class HistoryController {
  constructor(
    private readonly service: HistoryService,
    private readonly feed: ExecutionFeed,
    private readonly programs: ExecutionPrograms,
    private readonly admission: Admission,
  ) {}

  @Get('definition')
  @ApiOperation({
    summary: 'The definition that an execution goes by, though the workflow was changed since',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: executionDefinition })
  async definition(
    @WhoCalls() { tenantId }: Caller,
    @Param('executionArn') executionArn: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    const execution = await this.service.find(tenantId, executionArn);
    return enveloped(await this.programs.answer(executionArn, execution));
  }

  @Get('history')
  @ApiOperation({ summary: 'What happened in an execution, in the shape of GetExecutionHistory' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: historyAnswer })
  async history(
    @WhoCalls() { tenantId }: Caller,
    @Param('executionArn') executionArn: string,
    @Query({ schema: historyQuery }) { format, ...query }: HistoryQuery,
  ) {
    if (format === undefined) return enveloped(await this.service.page(tenantId, executionArn, query));
    const execution = await this.service.find(tenantId, executionArn);
    return new StreamableFile(Readable.from(this.service.export(execution)), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="${encodeURIComponent(execution.name)}.history.json"`,
    });
  }

  @Get('events')
  @ApiOperation({
    summary: 'The same as server-sent events, as they are written. The last one is `end`, with the status',
    description: 'With Last-Event-ID it goes on after that event; 204 where there is nothing more to come.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, schema: { type: 'integer', minimum: 0 } })
  @Needs('viewer')
  @Header('Cache-Control', 'no-store')
  @Header('X-Accel-Buffering', 'no') // nginx would hold them back
  @ApiResponse({ status: 200, content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async events(
    @WhoCalls() { tenantId }: Caller,
    @Param('executionArn') executionArn: string,
    @Query({ schema: tenantQuery }) _query: unknown,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const mayGoOn = () => this.admission.isStillGood(request);
    const stream = await this.feed.open(tenantId, executionArn, mayGoOn, lastEventId);
    if (stream !== undefined) return new StreamableFile(stream, { type: 'text/event-stream' });
    response.status(204); // EventSource comes again for anything else
    return undefined;
  }
}
