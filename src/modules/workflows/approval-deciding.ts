import { Injectable } from '@nestjs/common';
import type { Json } from '../../asl/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import { newId } from '../../shared/ids.js';
import { ApprovalTold } from './approval-told.js';
import { ApprovalStore, type ApprovalRow } from './approvals.store.js';
import {
  decisionOf,
  expiredOutcome,
  outcomeOf,
  type ApprovalOutcome,
  type ApprovalStatus,
  type Decision,
} from './domain/approval.js';
import { EngineBus } from './local/engine-bus.js';
import { TaskAnswers } from './task-answers.service.js';

/** Who closes what nobody has decided. */
const systemOf = (tenantId: string): Actor => ({ tenantId, owner: 'compliance-shepherd', keyId: 'system' });

/**
 * The ways in which an approval that is pending and locked by this transaction goes on. The row is locked before the
 * task that waits for it, and the engines lock tasks only, so that two decisions, an expiry and the end of the
 * execution wait for each other in one order: the first of them counts.
 */
@Injectable()
export class ApprovalDeciding {
  constructor(
    private readonly database: Database,
    private readonly store: ApprovalStore,
    private readonly tasks: TaskAnswers,
    private readonly told: ApprovalTold,
    private readonly bus: EngineBus,
  ) {}

  /** Adds what one person says. @returns the status that it has by that; `cancelled`: nobody waits for it, nothing was added */
  async vote(
    tx: Tx,
    actor: Actor,
    row: ApprovalRow,
    { decision, comment }: { decision: Decision; comment: string | null },
  ): Promise<ApprovalStatus> {
    const votes = [...row.decisions, { decision, comment, decidedBy: actor.owner }];
    const decided = decisionOf(row, votes);
    const outcome = decided === undefined ? undefined : outcomeOf(row.id, decided, votes);
    if (outcome === undefined) {
      if (!(await this.tasks.isOpen(tx, row.tenantId, row))) return this.cancel(tx, row);
    } else if (!(await this.#answer(tx, row, outcome))) return this.cancel(tx, row);
    const decidedAt = await this.database.now(tx);
    const by = { decidedBy: actor.owner, decidedByKey: actor.keyId, decidedAt };
    await this.store.addDecision(tx, row, { id: newId('dec'), decision, comment, ...by });
    await this.told.voted(tx, actor, row, { decision, comment }, decided ?? 'pending');
    return decided ?? 'pending';
  }

  /** Takes the default. */
  async expire(tx: Tx, row: ApprovalRow): Promise<ApprovalStatus> {
    const outcome = expiredOutcome(row.id, row);
    if (!(await this.#answer(tx, row, outcome))) return this.cancel(tx, row);
    await this.told.closed(tx, systemOf(row.tenantId), row, 'expired', outcome.decision);
    return outcome.decision;
  }

  /** Closes what nobody waits for any more: its execution has ended, or its state went another way. */
  async cancel(tx: Tx, row: ApprovalRow): Promise<'cancelled'> {
    await this.store.close(tx, row, 'cancelled', await this.database.now(tx));
    await this.told.closed(tx, systemOf(row.tenantId), row, 'cancelled', 'cancelled');
    return 'cancelled';
  }

  /** @returns whether the task that asked still waits for an answer */
  isOpen(tx: Tx, row: ApprovalRow): Promise<boolean> {
    return this.tasks.isOpen(tx, row.tenantId, row);
  }

  /** @returns false where nobody waits for the answer: nothing was written */
  async #answer(tx: Tx, row: ApprovalRow, outcome: ApprovalOutcome): Promise<boolean> {
    const output: Json = { ...outcome };
    if (!(await this.tasks.answerTask(tx, row.tenantId, row, { type: 'succeeded', output }))) return false;
    await this.store.close(tx, row, outcome.decision, await this.database.now(tx));
    await this.told.decided(tx, row, outcome);
    this.database.onCommit(tx, () => this.bus.tell('freeTasks')); // so that the workflow goes on at once
    return true;
  }
}
