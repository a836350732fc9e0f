import { Injectable } from '@nestjs/common';
import { AccountsService, AuditLog, TenantSettingsService } from '../access/index.js';
import { CustomStores } from './custom-stores.js';

/** What scanning asks of modules/access, and what its tenants have of their own. */
@Injectable()
export class ScanAccess {
  constructor(
    readonly accounts: AccountsService,
    readonly audit: AuditLog,
    readonly tenants: TenantSettingsService,
    readonly customs: CustomStores,
  ) {}
}
