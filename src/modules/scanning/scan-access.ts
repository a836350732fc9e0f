import { Injectable } from '@nestjs/common';
import { AccountsService, AuditLog } from '../access/index.js';

/** What scanning asks of modules/access. */
@Injectable()
export class ScanAccess {
  constructor(
    readonly accounts: AccountsService,
    readonly audit: AuditLog,
  ) {}
}
