import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { newId } from '../../shared/ids.js';
import type { Control, Decision } from './domain/control.js';
import { findingChanges, type Ruling, type Transition } from './domain/finding-changes.js';
import { findingOpened, findingResolved } from './facts.js';
import { FindingStore, type Failure } from './finding.store.js';

/** One control's decision on one resource, with the place that makes the finding's identity. */
export interface ControlRuling extends Ruling {
  control: Control;
  decision: Decision;
  resourceType: string;
  /** The mute that holds for it, where it fails. */
  mutedBy: string | null;
}

/** Turns decisions into findings: the one way by which a finding opens, stays, or is resolved. */
@Injectable()
export class FindingsWriter {
  constructor(
    private readonly store: FindingStore,
    private readonly outbox: Outbox,
  ) {}

  /** Applies rulings on some resources in the caller's transaction. `source` is the scan or event that read them. */
  async apply(tx: Tx, tenantId: string, source: string, rulings: readonly ControlRuling[]): Promise<void> {
    const arns = [...new Set(rulings.map((ruling) => ruling.resourceArn))];
    const changes = findingChanges(await this.store.lockOf(tx, tenantId, arns), rulings);
    const fresh = changes.opened.map((ruling) => toFailure(newId('fnd'), ruling));
    const added = new Set(await this.store.insert(tx, tenantId, source, fresh));
    const reopened = changes.reopened.map(({ ruling, state }) => toFailure(state.id, ruling));
    const still = changes.still.map(({ ruling, state }) => toFailure(state.id, ruling));
    await this.store.refresh(tx, tenantId, source, [...reopened, ...still]);
    const opened = fresh.filter((failure) => added.has(failure.id));
    const transition =
      (from: 'resolved' | null) =>
      (failure: Failure): Transition => ({
        ...{ findingId: failure.id, from, to: 'open', reason: 'fail' },
        ...{ evidence: failure.evidence, source, actor: null },
      });
    await this.#record(tx, tenantId, [
      ...opened.map(transition(null)),
      ...reopened.map(transition('resolved')),
    ]);
    await this.#resolve(tx, tenantId, source, changes.resolved);
    const facts = [...opened, ...reopened].map((failure) => ({
      key: failure.id,
      payload: openedFact(failure, source),
    }));
    await this.outbox.write(tx, tenantId, findingOpened, facts);
  }

  /** Resolves every finding of resources that are gone. */
  async resolveDeleted(tx: Tx, tenantId: string, source: string, arns: readonly string[]): Promise<void> {
    const states = await this.store.lockOf(tx, tenantId, arns);
    const open = states.filter((state) => state.status === 'open');
    await this.#resolve(
      tx,
      tenantId,
      source,
      open.map((state) => ({ state, reason: 'deleted', evidence: {} })),
    );
  }

  /**
   * Resolves open findings of a control that is no more, or is about another type than they; up to `limit`, and how
   * many they were.
   */
  async resolveRemoved(
    tx: Tx,
    tenantId: string,
    which: { controlId: string; butOfType: string | null },
    limit: number,
  ): Promise<number> {
    const open = await this.store.lockOpenOf(tx, tenantId, which, limit);
    const resolved = open.map((state) => ({ state, reason: 'control_removed', evidence: {} }));
    await this.#resolve(tx, tenantId, 'api', resolved);
    return open.length;
  }

  async #resolve(
    tx: Tx,
    tenantId: string,
    source: string,
    resolved: ReturnType<typeof findingChanges>['resolved'],
  ): Promise<void> {
    await this.store.resolve(
      tx,
      tenantId,
      resolved.map(({ state }) => state.id),
    );
    await this.#record(
      tx,
      tenantId,
      resolved.map(({ state, reason, evidence }) => ({
        ...{ findingId: state.id, from: 'open', to: 'resolved', reason, evidence, source, actor: null },
      })),
    );
    const facts = resolved.map(({ state, reason }) => ({
      key: state.id,
      payload: {
        findingId: state.id,
        controlId: state.controlId,
        resourceArn: state.resourceArn,
        reason,
        source,
      },
    }));
    await this.outbox.write(tx, tenantId, findingResolved, facts);
  }

  async #record(tx: Tx, tenantId: string, transitions: Transition[]): Promise<void> {
    await this.store.recordTransitions(
      tx,
      tenantId,
      transitions.map((one) => ({ id: newId('chg'), ...one })),
    );
  }
}

function toFailure(id: string, ruling: ControlRuling): Failure {
  const { control, decision, accountId, region, resourceArn, controlId, resourceType, evidence } = ruling;
  return {
    ...{ id, accountId, region, resourceArn, controlId, resourceType, evidence },
    title: control.title,
    severity: decision.severity ?? control.severity,
    risk: decision.risk ?? null,
    evidenceHash: createHash('sha256').update(JSON.stringify(evidence)).digest('hex'),
    savings: decision.estimatedMonthlySavingsUsd ?? null,
    muteId: ruling.mutedBy,
  };
}

const openedFact = (failure: Failure, source: string) => ({
  findingId: failure.id,
  controlId: failure.controlId,
  title: failure.title,
  severity: failure.severity,
  accountId: failure.accountId,
  region: failure.region,
  resourceArn: failure.resourceArn,
  resourceType: failure.resourceType,
  estimatedMonthlySavingsUsd: failure.savings,
  mutedBy: failure.muteId,
  source,
});
