import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { tenantQuery } from './reports.schemas.js';
import { SigningKeys } from './signing-keys.service.js';

const signingKey = z
  .object({
    algorithm: z.literal('Ed25519'),
    keyId: z.string().describe('SHA-256 of the public key (DER), in hex'),
    publicKey: z.string().describe('PEM: the file that `npm run verify-pack -- FILE --key FILE` takes'),
  })
  .meta({ id: 'SigningKey' });

@ApiTags('reports')
@Controller('reports')
export class SigningKeyController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('signing-key')
  @ApiOperation({ summary: "The public key of the tenant's audit packs" })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: signingKey })
  async get(@WhoCalls() { tenantId }: Caller, @Query({ schema: tenantQuery }) _query: unknown) {
    const { keyId, publicKey } = await this.keys.of(tenantId);
    return { algorithm: 'Ed25519' as const, keyId, publicKey };
  }
}
