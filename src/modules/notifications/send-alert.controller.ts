import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { alertAnswer, sendAlert, type SendAlert } from './send-alert.schemas.js';
import { SendAlertService } from './send-alert.service.js';

@ApiTags('notifications')
@Controller('api/notifications')
export class SendAlertController {
  constructor(private readonly service: SendAlertService) {}

  @Post('send-alert')
  @ApiOperation({ summary: 'Sends what the last scan has found, and waits up to 10 s for it to arrive' })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: alertAnswer })
  @ApiResponse({ status: 412, standardSchema: errorBody })
  send(@WhoCalls() caller: Caller, @Body({ schema: sendAlert }) body: SendAlert) {
    return this.service.send(caller, body);
  }
}
