import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { ofTenant } from './guardrails.schemas.js';
import { killSwitchAnswer, setKillSwitch, type SetKillSwitch } from './kill-switch.schemas.js';
import { KillSwitch } from './kill-switch.service.js';

@ApiTags('remediations')
@Controller('remediations/kill-switch')
export class KillSwitchController {
  constructor(private readonly service: KillSwitch) {}

  @Get()
  @ApiOperation({ summary: 'Whether all changes of the tenant are stopped, why and by whom' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: killSwitchAnswer })
  get(@WhoCalls() caller: Caller, @Query({ schema: ofTenant }) _query: unknown) {
    return this.service.get(caller);
  }

  @Put()
  @ApiOperation({
    summary:
      'Stops all changes: what runs between two calls, and what would begin. Operators engage it, admins release it',
  })
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: killSwitchAnswer })
  set(@WhoCalls() caller: Caller, @Body({ schema: setKillSwitch }) body: SetKillSwitch) {
    return this.service.set(caller, body);
  }
}
