import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { SecretKeysService } from '../../platform/secrets/index.js';
import { SecretRotation } from './secret-rotation.service.js';
import { rotatedSecrets, rotateSecrets, secretKeys } from './secret-keys.schemas.js';

@ApiTags('access')
@Controller('secret-keys')
export class SecretKeysController {
  constructor(
    private readonly keys: SecretKeysService,
    private readonly rotation: SecretRotation,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Which keys secrets are sealed with, and what older keys are still needed for' })
  @Needs('platform')
  @ApiResponse({ status: 200, standardSchema: secretKeys })
  state(): Promise<z.output<typeof secretKeys>> {
    return this.keys.state();
  }

  @Post('rotate')
  @ApiOperation({ summary: 'Seals anew what older keys have sealed, which is else done within a minute' })
  @Needs('platform')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: rotatedSecrets })
  rotate(
    @WhoCalls() caller: Caller,
    @Body({ schema: rotateSecrets }) body: z.output<typeof rotateSecrets>,
  ): Promise<z.output<typeof rotatedSecrets>> {
    return this.rotation.rotate(caller, body);
  }
}
