import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { AppError, conflict, notFound } from '../../shared/app-error.js';
import { atMost } from '../../shared/at-most.js';
import { CallFailed } from './aws/aws-calls.js';
import { Changes } from './changes.service.js';
import type { ChangeRow } from './domain/change-row.js';
import { isUnderWay, toRestore } from './domain/remediation.js';
import { KillSwitch } from './kill-switch.service.js';
import { RemediationRows, type Standing } from './remediation-rows.js';
import { RollbackRequests } from './rollback-requests.service.js';
import type { RollbackAnswer, RollbackRemediation, RolledBackChange } from './remediations.schemas.js';

const AT_ONCE = 5;
/** A request is answered in the end, whatever AWS does. */
const MOST_MS = 120_000;

/** Looks at what a rollback would do, and asks for it where nothing speaks against it. */
@Injectable()
export class RemediationRollback {
  constructor(
    private readonly database: Database,
    private readonly rows: RemediationRows,
    private readonly changes: Changes,
    private readonly killSwitch: KillSwitch,
    private readonly requests: RollbackRequests,
  ) {}

  /**
   * Asked again it is the same rollback.
   * @throws AppError NOT_FOUND; CONFLICT while it or the kill switch is not as it must be, and where resources have moved
   * on since, naming each change
   */
  async request(caller: Caller, id: string, asked: RollbackRemediation): Promise<RollbackAnswer> {
    const { tenantId } = caller;
    const standing = await this.#standing(tenantId, id, asked.dryRun);
    const { status } = standing.row;
    const done = { remediationId: id, status, dryRun: asked.dryRun, changes: [], irreversible: [] };
    if (!asked.dryRun && (status === 'rolling_back' || status === 'rolled_back'))
      return { ...done, irreversible: standing.row.rollback?.left ?? [] };
    const all = toRestore(standing.changes);
    const [lost, open] = [all.filter(isLost), all.filter((one) => !isLost(one))];
    const irreversible = lost.map(leftOf);
    if (open.length === 0) throw nothingToTakeBack(irreversible);
    const looked = await this.#look(tenantId, open, asked.dryRun);
    if (asked.dryRun) return { ...done, changes: looked, irreversible };
    const moved = looked.filter(({ movedOn }) => movedOn !== null);
    if (moved.length > 0 && !asked.force) throw hasMovedOn(moved);
    const now = await this.requests.write(caller, standing.row, asked);
    return { ...done, status: now, changes: looked, irreversible };
  }

  async #standing(tenantId: string, id: string, dryRun: boolean): Promise<Standing> {
    return this.database.withTenant(tenantId, async (tx) => {
      const standing = await this.rows.find(tx, tenantId, id);
      if (standing === undefined) throw notFound('remediation', id);
      const { status } = standing.row;
      if (isUnderWay(status)) throw conflict(`The remediation is ${status}: stop its workflow first`);
      if (!dryRun) await this.killSwitch.mustBeReleased(tx, tenantId);
      return standing;
    });
  }

  /** Only the last change of a resource is what it should be as: the others were changed on by our own. */
  async #look(
    tenantId: string,
    changes: readonly ChangeRow[],
    withCalls: boolean,
  ): Promise<RolledBackChange[]> {
    const signal = AbortSignal.timeout(MOST_MS);
    const looked = atMost(AT_ONCE, changes, async (change) => {
      const { id: changeId, resourceArn, region: home } = change;
      const isLast = changes.find((one) => one.resourceArn === resourceArn) === change;
      const movedOn = isLast ? await this.changes.movedOn(tenantId, changeId, signal) : undefined;
      const calls = withCalls ? await this.#calls(tenantId, changeId, home, signal) : null;
      return { changeId, resourceArn, movedOn: movedOn ?? null, calls };
    });
    return looked.catch((error: unknown) => {
      if (!signal.aborted) throw error;
      throw new AppError('UNAVAILABLE', 'AWS answers slowly: try again');
    });
  }

  async #calls(tenantId: string, changeId: string, home: string, signal: AbortSignal) {
    try {
      const calls = await this.changes.restorePlan(tenantId, changeId, signal);
      return calls.map(({ service, operation, region, input }) => ({
        ...{ service, operation, region: region ?? home, input },
      }));
    } catch (error) {
      if (error instanceof CallFailed) return null; // movedOn says why
      throw error;
    }
  }
}

const isLost = ({ plan }: ChangeRow): boolean => plan?.loses != null;

const leftOf = ({ id: changeId, resourceArn, plan }: ChangeRow) => ({
  ...{ changeId, resourceArn, isIrreversible: true },
  reason: `It cannot be taken back: ${plan?.loses ?? ''}`,
});

function nothingToTakeBack(irreversible: readonly { changeId: string; reason: string }[]): AppError {
  if (irreversible.length === 0) return conflict('There is nothing to take back');
  const details = irreversible.map(({ changeId, reason }) => ({
    path: `changes.${changeId}`,
    message: reason,
  }));
  return new AppError('CONFLICT', 'What it has changed cannot be taken back', details);
}

const hasMovedOn = (moved: readonly RolledBackChange[]): AppError =>
  new AppError(
    'CONFLICT',
    'Resources have been changed since: with force they are taken back to how they were before the remediation',
    moved.map(({ changeId, resourceArn, movedOn }) => ({
      path: `changes.${changeId}`,
      message: `${resourceArn}: ${movedOn ?? ''}`,
    })),
  );
