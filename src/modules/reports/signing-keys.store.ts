import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { sealedColumn } from '../../platform/secrets/index.js';

export interface SigningKeyRow {
  keyId: string;
  publicKey: string;
  /** Sealed. */
  privateKey: string;
}

/** What the key of a tenant is sealed for. */
export const signingSecret = (tenantId: string): string => `signing-key:${tenantId}`;

sealedColumn({
  table: 'signing_keys',
  column: 'private_key',
  keys: ['tenant_id'],
  context: (tenantId = '') => signingSecret(tenantId),
});

/** The keys by which packs are signed, one of each tenant. */
@Injectable()
export class SigningKeyStore {
  async find(tx: Tx, tenantId: string): Promise<SigningKeyRow | undefined> {
    const row = await tx.signingKey.findUnique({ where: { tenantId }, omit: { tenantId: true } });
    return row ?? undefined;
  }

  /** The first that is added stays; whoever comes second gets that one from find(). */
  async add(tx: Tx, tenantId: string, key: SigningKeyRow): Promise<void> {
    await tx.signingKey.createMany({ data: [{ ...key, tenantId }], skipDuplicates: true });
  }
}
