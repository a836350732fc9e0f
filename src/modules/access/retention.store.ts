import { Injectable } from '@nestjs/common';
import { deleteWhere, olderThanDays, Retains, type Sweep } from '../../platform/retention/index.js';

/** What has had its time, of who may do what. Tenants, accounts and keys stay, revoked ones too: entries name them. */
@Injectable()
export class AccessRetention {
  @Retains()
  sweeps(): readonly Sweep[] {
    return [
      {
        table: 'audit_log',
        days: 'AUDIT_RETENTION_DAYS',
        text: deleteWhere('audit_log', olderThanDays('o.at')),
        batch: 5000,
      },
    ];
  }
}
