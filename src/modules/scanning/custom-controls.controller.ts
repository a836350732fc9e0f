import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  changeCustomControl,
  createCustomControl,
  customControlAnswer,
  customControlList,
  customControlQuery,
  dryRun,
  tryCustomControl,
  tryExpression,
  type ChangeCustomControl,
  type CreateCustomControl,
  type CustomControlQuery,
  type TryCustomControl,
  type TryExpression,
} from './custom-controls.schemas.js';
import { CustomControlsService } from './custom-controls.service.js';
import { CustomTrialsService } from './custom-trials.service.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('compliance')
@Controller('controls/custom')
export class CustomControlsController {
  constructor(
    private readonly service: CustomControlsService,
    private readonly trials: CustomTrialsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Controls of your own, by id' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: customControlList })
  list(@WhoCalls() caller: Caller, @Query({ schema: customControlQuery }) query: CustomControlQuery) {
    return this.service.list(caller, query);
  }

  @Post()
  @ApiOperation({ summary: 'Saves a control of your own: an expression about one type of resource' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: customControlAnswer })
  create(@WhoCalls() caller: Caller, @Body({ schema: createCustomControl }) body: CreateCustomControl) {
    return this.service.create(caller, body);
  }

  @Post('dry-run')
  @ApiOperation({ summary: 'What an expression would say of the inventory; nothing is stored' })
  @HttpCode(200)
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: dryRun })
  tryOut(@WhoCalls() caller: Caller, @Body({ schema: tryExpression }) body: TryExpression) {
    return this.trials.expression(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A control of your own' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: customControlAnswer })
  get(@WhoCalls() caller: Caller, @Param('id') id: string, @Query({ schema: tenantQuery }) _query: unknown) {
    return this.service.get(caller, id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Replaces it; what it no longer finds when disabled is resolved within seconds' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: customControlAnswer })
  change(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeCustomControl }) body: ChangeCustomControl,
  ) {
    return this.service.change(caller, id, body);
  }

  @Post(':id/dry-run')
  @ApiOperation({
    summary:
      'What it would say of the inventory, as it is saved or as given: with that expression it may be enabled then',
  })
  @HttpCode(200)
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: dryRun })
  tryOne(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: tryCustomControl.default({}) }) body: TryCustomControl,
  ) {
    return this.trials.control(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes it, and resolves what it has found' })
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
