import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { startedScan } from '../scanning/index.js';
import { triggerScan, type TriggerScan } from './trigger.schemas.js';
import { TriggerService } from './trigger.service.js';

@ApiTags('schedules')
@Controller('api/schedule/trigger')
export class TriggerController {
  constructor(private readonly service: TriggerService) {}

  @Post()
  @ApiOperation({
    summary:
      'Starts the scan of everything now, for people and for other systems. 409 names one that is under way',
  })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: startedScan })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  trigger(
    @WhoCalls() caller: Caller,
    @Body({ schema: triggerScan.default({ source: 'manual' }) }) body: TriggerScan,
  ) {
    return this.service.trigger(caller, body);
  }
}
