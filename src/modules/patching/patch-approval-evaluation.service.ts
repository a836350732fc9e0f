import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import { newId } from '../../shared/ids.js';
import { OpenPatches } from '../scanning/index.js';
import { ExecutionLookups } from '../workflows/index.js';
import {
  approvalKinds,
  patchKey,
  sortPatches,
  type ApprovalBy,
  type SortedPatches,
} from './domain/patch-approval.js';
import { instancesOf } from './domain/patch-approval-question.js';
import { PatchPolicies } from './patch-approval-policy.service.js';
import { PatchApprovalStore, type NewPatchApproval, type PatchApprovalRow } from './patch-approval.store.js';
import type { EvaluateInput } from './patch-approval.schemas.js';

/** The worst that one execution decides about; what is left comes with the next, when those are installed. */
const MOST_PATCHES = 20_000;
const DECIDERS: readonly ApprovalBy[] = ['policy', 'people'];

/** Finds what there is to be decided. */
@Injectable()
export class PatchApprovalEvaluation {
  constructor(
    private readonly database: Database,
    private readonly store: PatchApprovalStore,
    private readonly policies: PatchPolicies,
    private readonly patches: OpenPatches,
    private readonly executions: ExecutionLookups,
  ) {}

  /** Run twice it writes once: what was evaluated first stands. */
  async evaluate({ request, scan }: EvaluateInput, { tenantId }: TaskContext, executionId: string) {
    const over = await this.#overAmong(tenantId, executionId);
    return this.database.withTenant(tenantId, async (tx) => {
      await this.store.lock(tx, tenantId);
      const now = await this.database.now(tx);
      await this.store.abandon(tx, tenantId, [...over], now);
      const others = (await this.store.underWay(tx, tenantId, executionId, now)).filter((row) =>
        holds(row, over),
      );
      const { patches, hasMore } = await this.patches.worst(tx, tenantId, MOST_PATCHES);
      const underWay = new Set(others.flatMap((row) => row.patches.map(patchKey)));
      const policy = await this.policies.of(tx, tenantId);
      const sorted = sortPatches(patches, policy, underWay);
      const { correlationId } = request;
      await this.store.insert(tx, [
        ...rowsOf(sorted, {
          tenantId,
          executionId,
          correlationId,
          vulnerabilityCount: scan.vulnerabilities_count,
        }),
      ]);
      return { ...(await this.#standing(tx, tenantId, executionId)), ...counts(sorted), hasMore };
    });
  }

  async #standing(tx: Tx, tenantId: string, executionId: string) {
    const rows = await this.store.ofExecution(tx, tenantId, executionId);
    const countOf = (kind: string) =>
      rows.filter((row) => row.kind === kind).reduce((sum, { patchCount }) => sum + patchCount, 0);
    const [critical, standard] = approvalKinds.map(countOf);
    return {
      ...{ criticalPatches: critical ?? 0, standardPatches: standard ?? 0 },
      ...{ hasCritical: (critical ?? 0) > 0, hasStandard: (standard ?? 0) > 0 },
    };
  }

  /** Executions that have ended, and installations: asked before the transaction, as each look is one of its own. */
  async #overAmong(tenantId: string, executionId: string): Promise<Set<string>> {
    const rows = await this.database.withTenant(tenantId, async (tx) =>
      this.store.underWay(tx, tenantId, executionId, await this.database.now(tx)),
    );
    const ids = new Set(rows.flatMap((row) => [row.executionId, ...installersOf(row)]));
    const over = new Set<string>();
    for (const id of ids) {
      const status = (await this.executions.find(tenantId, id))?.status;
      if (status !== 'RUNNING' && status !== 'PENDING_START') over.add(id);
    }
    return over;
  }
}

const installersOf = ({ installations }: PatchApprovalRow): string[] =>
  (installations ?? []).flatMap(({ executionId }) => executionId ?? []);

/** Whether somebody still sees to its patches: who waits for an answer, or who installs. */
const holds = (row: PatchApprovalRow, over: ReadonlySet<string>): boolean =>
  row.publishedAt === null ? !over.has(row.executionId) : installersOf(row).some((id) => !over.has(id));

type Head = Pick<NewPatchApproval, 'tenantId' | 'executionId' | 'correlationId' | 'vulnerabilityCount'>;

function* rowsOf(sorted: SortedPatches<NewPatchApproval['patches'][number]>, head: Head) {
  for (const kind of approvalKinds) {
    for (const by of DECIDERS) {
      const patches = sorted[kind][by];
      if (patches.length === 0) continue;
      const sizes = { patchCount: patches.length, instanceCount: instancesOf(patches) };
      yield { id: newId('papr'), ...head, kind, by, patches, ...sizes } satisfies NewPatchApproval;
    }
  }
}

const counts = ({ excluded, underWay }: SortedPatches<never> | SortedPatches<object>) => ({
  ...{ excludedPatches: excluded, underWayPatches: underWay },
});
