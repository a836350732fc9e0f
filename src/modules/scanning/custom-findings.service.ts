import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { CustomControlStore } from './custom-control.store.js';
import { FindingsWriter } from './findings-writer.js';

const BATCH = 500;

/** Findings of controls that a tenant has deleted, disabled, or set on another type. */
@Injectable()
export class CustomFindingsService {
  constructor(
    private readonly database: Database,
    private readonly controls: CustomControlStore,
    private readonly findings: FindingsWriter,
  ) {}

  /** Resolves those that the control, as it is by now, does not speak for. Safe to run twice. */
  async close(tenantId: string, controlId: string): Promise<void> {
    let resolved: number;
    do {
      resolved = await this.database.withTenant(tenantId, async (tx) => {
        const control = await this.controls.find(tx, tenantId, controlId);
        const type = control?.enabled === true ? control.resourceType : null;
        return this.findings.resolveRemoved(tx, tenantId, { controlId, butOfType: type }, BATCH);
      });
    } while (resolved === BATCH);
  }
}
