import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  muteAnswer,
  muteList,
  muteQuery,
  muteTrial,
  saveMute,
  type MuteQuery,
  type SaveMute,
} from './mutes.schemas.js';
import { MuteApplying } from './mute-applying.service.js';
import { MutesService } from './mutes.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('findings')
@Controller('mutes')
export class MutesController {
  constructor(
    private readonly service: MutesService,
    private readonly applying: MuteApplying,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Rules by which findings are muted, newest first' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: muteList })
  list(@WhoCalls() caller: Caller, @Query({ schema: muteQuery }) query: MuteQuery) {
    return this.service.list(caller, query);
  }

  @Post()
  @ApiOperation({
    summary: 'Mutes the findings that the rules fit, now and later; they stay visible as muted',
  })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: muteAnswer })
  create(@WhoCalls() caller: Caller, @Body({ schema: saveMute }) body: SaveMute) {
    return this.service.create(caller, body);
  }

  @Post('test')
  @ApiOperation({ summary: 'Which open findings the rules would mute; changes nothing' })
  @HttpCode(200)
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: muteTrial })
  tryOut(@WhoCalls() caller: Caller, @Body({ schema: saveMute }) body: SaveMute) {
    return this.applying.tryOut(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A mute' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: muteAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Replaces a mute' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: muteAnswer })
  change(@WhoCalls() caller: Caller, @Param('id') id: string, @Body({ schema: saveMute }) body: SaveMute) {
    return this.service.change(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Takes a mute back: its findings are open again' })
  @HttpCode(204)
  @Needs('admin')
  @ApiResponse({ status: 204 })
  remove(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return this.service.remove(caller, id);
  }
}
