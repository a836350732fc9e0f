import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorBody, Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { DefinitionEditing } from './definition-editing.js';
import { DefinitionViews } from './definition-views.js';
import {
  definitionAnswer,
  definitionList,
  saveDefinition,
  tenantQuery,
  validateDefinition,
  validationAnswer,
  type SaveDefinition,
  type ValidateDefinition,
} from './definitions.schemas.js';
import { DefinitionsService } from './definitions.service.js';
import { enveloped } from './envelope.js';

@ApiTags('workflows')
@Controller('workflows/definitions')
export class DefinitionsController {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly views: DefinitionViews,
    private readonly editing: DefinitionEditing,
  ) {}

  @Get()
  @ApiOperation({ summary: "The workflows that there are: those of the service, and the tenant's own" })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: definitionList })
  async list(@WhoCalls() { tenantId }: Caller, @Query({ schema: tenantQuery }) _query: unknown) {
    return enveloped(await this.definitions.list(tenantId));
  }

  @Post('validate')
  @ApiOperation({ summary: 'What is wrong with a definition, or a drawing of it. Nothing is saved' })
  @HttpCode(200)
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: validationAnswer })
  async validate(@WhoCalls() caller: Caller, @Body({ schema: validateDefinition }) body: ValidateDefinition) {
    return enveloped(await this.editing.validate(caller, body));
  }

  @Get(':workflowType')
  @ApiOperation({ summary: 'A workflow with its definition, a drawing of it and its revisions' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: definitionAnswer })
  async get(
    @WhoCalls() { tenantId }: Caller,
    @Param('workflowType') workflowType: string,
    @Query({ schema: tenantQuery }) _query: unknown,
  ) {
    return enveloped(await this.views.get(tenantId, workflowType));
  }

  @Put(':workflowType')
  @ApiOperation({
    summary: "Saves a workflow of the tenant's own as its next revision; the same again changes nothing",
  })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: definitionAnswer })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  async save(
    @WhoCalls() caller: Caller,
    @Param('workflowType') workflowType: string,
    @Body({ schema: saveDefinition }) body: SaveDefinition,
  ) {
    await this.editing.save(caller, workflowType, body);
    return enveloped(await this.views.get(caller.tenantId, workflowType));
  }
}
