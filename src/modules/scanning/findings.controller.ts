import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { FindingFilesService } from './finding-files.service.js';
import {
  findingAnswer,
  findingList,
  findingQuery,
  suppress,
  unsuppress,
  type FindingQuery,
  type Suppress,
} from './findings.schemas.js';
import { FindingsService } from './findings.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('findings')
@Controller('findings')
export class FindingsController {
  constructor(
    private readonly service: FindingsService,
    private readonly files: FindingFilesService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Findings, newest first, with counts over all that the filters let through; or a file of them',
    description:
      '`csv`: text/csv. `ocsf` (Compliance Finding) and `asff` (AWS Security Finding Format): application/x-ndjson, one object a line.',
  })
  @Needs('viewer')
  @ApiProduces('application/json', 'text/csv', 'application/x-ndjson')
  @ApiResponse({ status: 200, standardSchema: findingList })
  async list(@WhoCalls() caller: Caller, @Query({ schema: findingQuery }) query: FindingQuery) {
    const { format } = query;
    if (format === 'json') return this.service.list(caller, query);
    const { type, name, lines } = await this.files.file(caller, { ...query, format });
    // no object mode: what waits for a slow reader is some KB, not some batches
    const stream = Readable.from(lines, { objectMode: false });
    return new StreamableFile(stream, { type, disposition: `attachment; filename="${name}"` });
  }

  @Get(':id')
  @ApiOperation({ summary: 'A finding with its history, why it matters and what to do' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: findingAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Post(':id/suppress')
  @ApiOperation({ summary: 'Takes a finding out of what wants attention, for a time or for good' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: findingAnswer })
  suppress(@WhoCalls() caller: Caller, @Param('id') id: string, @Body({ schema: suppress }) body: Suppress) {
    return this.service.suppress(caller, id, body);
  }

  @Post(':id/unsuppress')
  @ApiOperation({ summary: 'Takes a suppression back' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: findingAnswer })
  unsuppress(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: unsuppress.default({}) }) _body: unknown,
  ) {
    return this.service.unsuppress(caller, id);
  }
}
