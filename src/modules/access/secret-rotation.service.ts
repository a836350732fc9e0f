import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { SecretKeysService } from '../../platform/secrets/index.js';
import { AuditLog } from './audit-log.service.js';

/** Whose audit log tells of keys: they belong to no tenant, and this one is always there. */
const TENANT = 'default';

/** Has the keys of secrets replaced when somebody asks for it. */
@Injectable()
export class SecretRotation {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeysService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Who asked is written down first: what the service then does with keys it writes down in its own name.
   * @throws AppError CONFLICT where the keys do not come from KMS
   */
  async rotate(
    caller: Caller,
    asked: { newDataKey: boolean },
  ): Promise<Awaited<ReturnType<SecretKeysService['rotate']>>> {
    await this.database.withTenant(TENANT, (tx) =>
      this.audit.write(
        tx,
        { ...caller, tenantId: TENANT },
        { action: 'secret_key.rotation_asked', targetType: 'secret_key', targetId: 'current', after: asked },
      ),
    );
    return this.keys.rotate(asked);
  }
}
