import { Injectable } from '@nestjs/common';
import type { Json } from '../../asl/index.js';
import { AppError } from '../../shared/app-error.js';
import { AccountsService, TenantSettingsService } from '../access/index.js';
import { ScanOrigins } from '../scanning/index.js';
import { StateMachines } from './aws/state-machines.js';
import { BuiltInWorkflows } from './built-in-workflows.js';
import { accountIn, correlationIn, tenantIn } from './domain/event-input.js';

const DEFAULT_TENANT = 'default';

/** Whose an execution is that was started on Step Functions, by its input. */
@Injectable()
export class ExecutionTenants {
  constructor(
    private readonly tenants: TenantSettingsService,
    private readonly accounts: AccountsService,
    private readonly scans: ScanOrigins,
    private readonly workflows: BuiltInWorkflows,
    private readonly machines: StateMachines,
  ) {}

  /** Whether there is such a tenant. */
  async has(tenantId: string): Promise<boolean> {
    try {
      await this.tenants.settingsOf(tenantId);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  /**
   * The tenant that the input names. One without, of a workflow that takes events: whose scan it tells of by its
   * correlation id, else whose the account is that it comes from, else the default tenant. undefined: nobody's.
   */
  async of(input: Json, stateMachineArn: string): Promise<string | undefined> {
    const named = tenantIn(input);
    if (named === undefined && !this.#takesEvents(stateMachineArn)) return undefined;
    const tenantId = named ?? (await this.#ofEvent(input));
    return (await this.has(tenantId)) ? tenantId : undefined;
  }

  #takesEvents(stateMachineArn: string): boolean {
    const by = this.machines.typeOrNameOf(stateMachineArn);
    return this.workflows.all.some(
      ({ workflowType, stateMachineName, takesEvents = false }) =>
        takesEvents &&
        ('workflowType' in by ? by.workflowType === workflowType : by.stateMachine === stateMachineName),
    );
  }

  async #ofEvent(input: Json): Promise<string> {
    const correlationId = correlationIn(input);
    const ofScan = correlationId === undefined ? undefined : await this.scans.tenantOf(correlationId);
    if (ofScan !== undefined) return ofScan;
    const accountId = accountIn(input);
    const ofAccount = accountId === undefined ? undefined : await this.accounts.ownersOf([accountId]);
    return ofAccount?.get(accountId ?? '') ?? DEFAULT_TENANT;
  }
}
