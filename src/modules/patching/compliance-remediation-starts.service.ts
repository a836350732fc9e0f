import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { AppError } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { Guardrails, type Policy } from '../remediation/index.js';
import { ExecutionStarts } from '../workflows/index.js';
import type { Analysis, Initiated } from './compliance-remediation.schemas.js';

const REMEDIATION = 'remediation';
/** As that workflow takes them. */
const MOST_FINDINGS = 500;

/** Starts remediations within what guardrails allow: one for each account, as people and limits are those of accounts. */
@Injectable()
export class ComplianceRemediationStarts {
  constructor(
    private readonly database: Database,
    private readonly guardrails: Guardrails,
    private readonly starts: ExecutionStarts,
  ) {}

  /** Safe to run twice: an execution's name is that of this piece of work. */
  async initiate(actor: Actor, executionId: string, analysis: Analysis): Promise<Initiated> {
    const accountIds = [...new Set(analysis.fixable.map(({ accountId }) => accountId))];
    const policies = await this.database.withTenant(actor.tenantId, (tx) =>
      this.guardrails.policiesOf(tx, actor.tenantId, accountIds),
    );
    const initiated: Initiated = { started: [], left: [] };
    for (const accountId of accountIds) {
      const policy = policies.get(accountId);
      const findings = analysis.fixable.filter((one) => one.accountId === accountId);
      const ids = findings.map(({ id }) => id);
      const one = await this.#start(actor, executionId, analysis.correlationId, { accountId, ids, policy });
      initiated.started.push(...one.started);
      initiated.left.push(...one.left);
    }
    return initiated;
  }

  async #start(
    actor: Actor,
    executionId: string,
    correlationId: string,
    { accountId, ids, policy }: { accountId: string; ids: string[]; policy: Policy | undefined },
  ): Promise<Initiated> {
    const left = (findings: number, reason: string) =>
      findings === 0 ? [] : [{ accountId, findings, reason }];
    if (policy?.enabled !== true)
      return {
        started: [],
        left: left(ids.length, 'Changes are not allowed in this account: see guardrails'),
      };
    const most = Math.min(policy.maxResourcesPerRemediation, MOST_FINDINGS);
    const findingIds = ids.slice(0, most);
    const digest = createHash('sha256').update(`${executionId} ${accountId}`).digest('hex').slice(0, 32);
    const wanted = {
      workflowType: REMEDIATION,
      parameters: { findingIds, approvalRequired: policy.approval.always },
      ...{ executionName: `compliance-${digest}`, takesEnded: true },
      metadata: { source: 'compliance-remediation', priority: 'high' as const },
    };
    try {
      const { id } = await this.starts.start(actor, wanted, correlationId);
      const rest = left(
        ids.length - findingIds.length,
        `One remediation takes ${most} at most: see guardrails`,
      );
      return { started: [{ executionId: id, accountId, findingIds }], left: rest };
    } catch (error) {
      // what another attempt may bring is tried again with the whole task
      if (!(error instanceof AppError) || error.code === 'UNAVAILABLE') throw error;
      return { started: [], left: left(ids.length, `${error.code}: ${error.message}`) };
    }
  }
}
