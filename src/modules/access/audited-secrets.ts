import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { SecretsJournal, type SecretsChange } from '../../platform/secrets/index.js';
import { AuditLog } from './audit-log.service.js';

/** What the service does with its keys by itself. */
const SERVICE = { owner: 'compliance-shepherd', keyId: 'system' };

/** Writes what is done with the keys of secrets into the audit log. */
@Injectable()
export class AuditedSecrets extends SecretsJournal {
  constructor(private readonly audit: AuditLog) {
    super();
  }

  async write(tx: Tx, { tenantId, ...change }: SecretsChange): Promise<void> {
    await this.audit.write(tx, { ...SERVICE, tenantId }, change);
  }
}
