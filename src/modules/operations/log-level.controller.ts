import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { setLogLevel, shownLogLevel, type SetLogLevel, type ShownLogLevel } from './log-level.schemas.js';
import { LogLevelService } from './log-level.service.js';

@ApiTags('service')
@Controller('log-level')
@Needs('platform')
export class LogLevelController {
  constructor(private readonly service: LogLevelService) {}

  @Get()
  @ApiOperation({ summary: 'What is logged, and until when' })
  @ApiResponse({ status: 200, standardSchema: shownLogLevel })
  async get(): Promise<ShownLogLevel> {
    return this.service.get();
  }

  @Put()
  @ApiOperation({ summary: 'Has all processes log more or less, within seconds and for a while' })
  @ApiResponse({ status: 200, standardSchema: shownLogLevel })
  async set(
    @WhoCalls() caller: Caller,
    @Body({ schema: setLogLevel }) { level, minutes }: SetLogLevel,
  ): Promise<ShownLogLevel> {
    return this.service.set(caller, level, minutes);
  }
}
