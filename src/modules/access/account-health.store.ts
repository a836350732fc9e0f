import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../platform/database/index.js';

/** An account that could not be entered when somebody last tried. */
export interface FailedAccount {
  tenantId: string;
  accountId: string;
}

const FAILED: Statement = {
  name: 'accounts-failed',
  text: `
SELECT tenant_id AS "tenantId", account_id AS "accountId" FROM aws_accounts
 WHERE verification ->> 'status' = 'failed' ORDER BY account_id LIMIT 1000`,
};

/** How accounts of all tenants are. */
@Injectable()
export class AccountHealthStore {
  constructor(private readonly database: Database) {}

  failed(): Promise<(FailedAccount & Record<string, unknown>)[]> {
    return this.database.atOnce('accounts of all tenants that cannot be read are counted', FAILED, []);
  }
}
