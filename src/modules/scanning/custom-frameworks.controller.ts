import { Body, Controller, Delete, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import {
  changeFramework,
  createFramework,
  type ChangeFramework,
  type CreateFramework,
} from './custom-frameworks.schemas.js';
import { CustomFrameworksService } from './custom-frameworks.service.js';
import { frameworkAnswer } from './frameworks.schemas.js';
import { tenantQuery } from './scan.schemas.js';

@ApiTags('compliance')
@Controller('frameworks')
export class CustomFrameworksController {
  constructor(private readonly service: CustomFrameworksService) {}

  @Post()
  @ApiOperation({ summary: 'Saves a framework of your own; it has scores from the next assessment on' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: frameworkAnswer })
  create(@WhoCalls() caller: Caller, @Body({ schema: createFramework }) body: CreateFramework) {
    return this.service.create(caller, body);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Replaces a framework of your own' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: frameworkAnswer })
  change(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeFramework }) body: ChangeFramework,
  ) {
    return this.service.change(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a framework of your own; the scores that it had stay' })
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
