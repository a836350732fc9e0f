import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { triggered, triggerEvent, type TriggerEvent } from './trigger.schemas.js';
import { TriggerService } from './trigger.service.js';

@ApiTags('events')
@Controller('events/trigger')
export class TriggerController {
  constructor(private readonly service: TriggerService) {}

  @Post()
  @ApiOperation({
    summary:
      'Tells of an event, which starts what belongs to it. 409 names a workflow that does not exist yet',
  })
  @HttpCode(202)
  @Needs('operator')
  @ApiResponse({ status: 202, standardSchema: triggered })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  @ApiResponse({ status: 412, standardSchema: errorBody })
  trigger(@WhoCalls() caller: Caller, @Body({ schema: triggerEvent }) body: TriggerEvent) {
    return this.service.trigger(caller, body);
  }
}
