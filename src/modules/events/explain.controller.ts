import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { explainAnswer, explainBody } from './explain.schemas.js';
import { ExplainService } from './explain.service.js';

@ApiTags('events')
@Controller('events/explain')
export class ExplainController {
  constructor(private readonly service: ExplainService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary:
      'What would become of a CloudTrail record, or of each of an array, and by which rule; stores nothing',
  })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: explainAnswer })
  explain(@WhoCalls() caller: Caller, @Body({ schema: explainBody }) body: unknown) {
    return this.service.explain(caller, body);
  }
}
