import { Injectable } from '@nestjs/common';
import { AccountsService, AuditLog } from '../access/index.js';

/** What remediation asks of modules/access. */
@Injectable()
export class RemediationAccess {
  constructor(
    readonly accounts: AccountsService,
    readonly audit: AuditLog,
  ) {}
}
