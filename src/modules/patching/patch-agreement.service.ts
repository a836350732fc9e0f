import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Guardrails, type Policy } from '../remediation/index.js';
import { ApprovalsOf, type PatchOptions } from '../workflows/index.js';
import type { ApprovedPatch } from './domain/installation.js';
import { PatchInstallationStore, type Installation } from './patch-installations.store.js';

/** Which people have to agree to an installation. */
export interface PatchNeed {
  /** What they are asked about; none: nobody is asked. */
  unapproved: ApprovedPatch[];
  levels: (1 | 2)[];
  quorum: number;
}

/** What people have to say of installations, and what they have said. */
@Injectable()
export class PatchAgreement {
  constructor(
    private readonly guardrails: Guardrails,
    private readonly installations: PatchInstallationStore,
    private readonly approvals: ApprovalsOf,
  ) {}

  /**
   * What nobody has approved, in accounts whose guardrails ask for it. The approval of patches is one person's, or a
   * policy's, and speaks of patches alone: it does for no account that wants more people, and for no options that do
   * more to instances.
   */
  async need(
    tx: Tx,
    tenantId: string,
    patches: readonly ApprovedPatch[],
    options: PatchOptions,
  ): Promise<PatchNeed> {
    const accountIds = [...new Set(patches.map(({ accountId }) => accountId))];
    const policies = await this.guardrails.policiesOf(tx, tenantId, accountIds);
    const asking = patches.filter(({ accountId }) => policies.get(accountId)?.approval.always !== false);
    const isWhole = ({ accountId }: ApprovedPatch) => doesMore(options) || wantsMore(policies.get(accountId));
    const unapproved = [
      ...asking.filter(isWhole),
      ...(await this.installations.unapproved(
        tx,
        tenantId,
        asking.filter((one) => !isWhole(one)),
      )),
    ];
    const accounts = new Set(unapproved.map(({ accountId }) => accountId));
    const concerned = [...policies.values()].filter(({ accountId }) => accounts.has(accountId));
    const isTwo = concerned.some(({ approval }) => approval.levels === 2);
    return {
      ...{ unapproved, levels: isTwo ? [1, 2] : [1] },
      quorum: Math.max(1, ...concerned.map(({ approval }) => approval.quorum)),
    };
  }

  /** Whether people have said yes to it, by the approvals themselves and not by what a definition says of them. */
  async isGiven(
    tx: Tx,
    { tenantId, id, executionId }: Installation,
    { levels, quorum }: PatchNeed,
  ): Promise<boolean> {
    const yes = (await this.approvals.of(tx, tenantId, executionId)).filter(
      (one) => one.status === 'approved' && !one.expired && one.quorum >= quorum && isAbout(one.details, id),
    );
    return levels.every((level) => yes.some((one) => one.level === level));
  }
}

/** Runs what somebody has written, installs what no baseline names, or leaves no way back. */
const doesMore = ({ healthCheck, installOverrideList, snapshot, rollback }: PatchOptions): boolean =>
  healthCheck.ssmCommand !== undefined ||
  installOverrideList !== undefined ||
  snapshot === 'none' ||
  !rollback;

const wantsMore = (policy: Policy | undefined): boolean =>
  policy !== undefined && (policy.approval.levels > 1 || policy.approval.quorum > 1);

const isAbout = (details: unknown, installationId: string): boolean =>
  typeof details === 'object' &&
  details !== null &&
  (details as Record<string, unknown>)['installationId'] === installationId;
