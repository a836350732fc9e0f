import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { AppError } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ExecutionStarts } from '../workflows/index.js';
import { installationOrders, type OrderedPatch } from './domain/patch-approval-orders.js';
import { PatchPolicies } from './patch-approval-policy.service.js';
import { PatchApprovalStore, type PatchApprovalRow } from './patch-approval.store.js';
import type { Installation } from './patch-approvals.schemas.js';

const PATCH_INSTALLATION = 'patch-installation';

/** Has installed what was approved, where the tenant's policy says so. */
@Injectable()
export class PatchApprovalInstalls {
  constructor(
    private readonly database: Database,
    private readonly store: PatchApprovalStore,
    private readonly policies: PatchPolicies,
    private readonly starts: ExecutionStarts,
  ) {}

  /**
   * Starts what approved rows have not started yet, together, so that no instance is in two executions of this. They
   * have names of the rows, so that another attempt takes those that are there. One that cannot be started is told: the
   * approval stands.
   * @returns the rows, with what was started
   */
  async start(
    actor: Actor,
    rows: readonly PatchApprovalRow[],
    correlationId: string,
  ): Promise<readonly PatchApprovalRow[]> {
    const { tenantId } = actor;
    const due = rows.filter((row) => row.status === 'approved' && row.installations === null);
    const [first] = due;
    if (first === undefined) return rows;
    const policy = await this.database.withTenant(tenantId, (tx) => this.policies.of(tx, tenantId));
    if (!policy.installAfterApproval) return rows;
    const window = policy.maintenanceWindow;
    const more = { correlation_id: correlationId, ...(window === null ? {} : { maintenanceWindow: window }) };
    const orders = installationOrders(due.flatMap(({ patches }) => patches));
    const installations: Installation[] = [];
    for (const [at, patches] of orders.entries())
      installations.push(
        await this.#start(actor, `${first.id}-${at + 1}`, { ...more, approved_patches: patches }),
      );
    const ids = due.map(({ id }) => id);
    await this.database.withTenant(tenantId, (tx) =>
      this.store.setInstallations(tx, tenantId, ids, installations),
    );
    return rows.map((row) => (ids.includes(row.id) ? { ...row, installations } : row));
  }

  async #start(
    actor: Actor,
    executionName: string,
    parameters: { correlation_id: string; approved_patches: readonly OrderedPatch[] },
  ): Promise<Installation> {
    const { correlation_id: correlationId, approved_patches: patches } = parameters;
    const wanted = { workflowType: PATCH_INSTALLATION, parameters, executionName, takesEnded: true };
    const metadata = { source: 'patch-approval' };
    const told = { executionName, patchCount: patches.length };
    try {
      const { id } = await this.starts.start(actor, { ...wanted, metadata }, correlationId);
      return { ...told, executionId: id, error: null };
    } catch (error) {
      // what another attempt may bring is tried again with the whole task
      if (!(error instanceof AppError) || error.code === 'UNAVAILABLE') throw error;
      return { ...told, executionId: null, error: said(error) };
    }
  }
}

/** With each field that was refused. */
const said = ({ code, message, details = [] }: AppError): string =>
  [`${code}: ${message}`, ...details.map((one) => `${one.path}: ${one.message}`)].join('; ');
