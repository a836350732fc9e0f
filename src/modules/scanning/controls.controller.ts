import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  controlAnswer,
  controlList,
  controlQuery,
  controlVerdict,
  setControl,
  testControl,
  type ControlQuery,
  type SetControl,
  type TestControl,
} from './controls.schemas.js';
import { ControlsService } from './controls.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('compliance')
@Controller('controls')
export class ControlsController {
  constructor(private readonly service: ControlsService) {}

  @Get()
  @ApiOperation({ summary: 'What is decided about resources, and for which requirements' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: controlList })
  list(@WhoCalls() caller: Caller, @Query({ schema: controlQuery }) query: ControlQuery) {
    return this.service.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A control: what it decides, why it matters, what to do; by id or alias' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: controlAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Post(':id/test')
  @ApiOperation({ summary: 'What the control says of a configuration that you give; nothing is stored' })
  @HttpCode(200)
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: controlVerdict })
  test(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: testControl }) body: TestControl,
  ) {
    return this.service.test(caller, id, body);
  }

  @Put(':id/settings')
  @ApiOperation({ summary: 'Sets its severity and parameters for the tenant; what is left out stays' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: controlAnswer })
  set(@WhoCalls() caller: Caller, @Param('id') id: string, @Body({ schema: setControl }) body: SetControl) {
    return this.service.set(caller, id, body);
  }
}
