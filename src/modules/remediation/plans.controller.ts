import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { planAnswer, planRemediation, type PlanRemediation } from './plans.schemas.js';
import { PlansService } from './plans.service.js';

@ApiTags('remediations')
@Controller('remediations/plan')
export class PlansController {
  constructor(private readonly service: PlansService) {}

  @Post()
  @ApiOperation({
    summary: 'What would be done about findings, call by call, with what it needs and loses; changes nothing',
  })
  @HttpCode(200)
  @Needs('operator')
  @ApiResponse({ status: 200, standardSchema: planAnswer })
  plan(@WhoCalls() caller: Caller, @Body({ schema: planRemediation }) body: PlanRemediation) {
    return this.service.plan(caller, body);
  }
}
