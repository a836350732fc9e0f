import { Injectable } from '@nestjs/common';
import { type AwsAccount } from '../../platform/aws/index.js';
import { Database } from '../../platform/database/index.js';
import { conflict } from '../../shared/app-error.js';
import { AccountsService } from './accounts.service.js';
import { AccountStore, type AccountRow } from './accounts.store.js';
import { AuditLog, type Actor } from './audit-log.service.js';
import { AccountVerifier } from './aws/account-verifier.js';
import { verify, type Verification } from './domain/verification.js';

@Injectable()
export class AccountVerificationService {
  constructor(
    private readonly database: Database,
    private readonly store: AccountStore,
    private readonly accounts: AccountsService,
    private readonly verifier: AccountVerifier,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Tries the account, outside any transaction since AWS may take its time, and keeps what was found.
   * @throws AppError NOT_FOUND; CONFLICT when somebody changed the account meanwhile
   */
  async verify(caller: Actor, ref: string): Promise<Verification> {
    const account = await this.accounts.find(caller.tenantId, ref);
    const verification = await this.#try(account);
    await this.database.withTenant(caller.tenantId, async (tx) => {
      const saved = await this.store.saveVerification(tx, account, verification);
      if (saved === undefined)
        throw conflict('The account was changed while it was verified; verify it again');
      const after = { status: verification.status, arn: verification.arn };
      const change = { action: 'account.verified', targetType: 'account', targetId: account.id, after };
      await this.audit.write(tx, caller, change);
    });
    return verification;
  }

  async #try(account: AccountRow): Promise<Verification> {
    let entered: AwsAccount;
    try {
      entered = await this.accounts.awsAccountOf(account);
    } catch (error) {
      return verify(account.accountId, null, [this.verifier.failed('sts:GetCallerIdentity', error)]);
    }
    return this.verifier.verify(entered, account.regions);
  }
}
