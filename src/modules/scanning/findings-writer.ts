import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { CustomFrameworkStore } from './custom-framework.store.js';
import type { Control, Decision } from './domain/control.js';
import { findingChanges, type FindingState, type Ruling, type Transition } from './domain/finding-changes.js';
import { controlsOf, requirementsOf, type Framework } from './domain/frameworks/index.js';
import type { Teller, TellerOf } from './domain/timeline.js';
import { findingOpened, findingResolved, findingSuppressed } from './facts.js';
import { FindingStore, type Failure } from './finding.store.js';
import { countOpened } from './metrics.js';
import { Timeline } from './timeline.service.js';

/** One control's decision on one resource, with the place that makes the finding's identity. */
export interface ControlRuling extends Ruling {
  control: Control;
  decision: Decision;
  resourceType: string;
  /** The mute that holds for it, where it fails. */
  mutedBy: string | null;
  /** Of the resource. */
  tags: Readonly<Record<string, string>>;
}

/** Turns decisions into findings: the one way by which a finding opens, stays, or is resolved. */
@Injectable()
export class FindingsWriter {
  constructor(
    private readonly store: FindingStore,
    private readonly outbox: Outbox,
    private readonly timeline: Timeline,
    private readonly frameworks: CustomFrameworkStore,
    private readonly database: Database,
  ) {}

  /** Applies rulings on some resources in the caller's transaction. `tellerOf`: the scan or event that read each. */
  async apply(
    tx: Tx,
    tenantId: string,
    tellerOf: TellerOf,
    rulings: readonly ControlRuling[],
  ): Promise<void> {
    if (rulings.length === 0) return;
    const asFailure = failureOf(tellerOf);
    const ruled = new Map<string, ControlRuling>();
    const toFailure = (id: string, ruling: ControlRuling, suppressed: boolean) => {
      ruled.set(id, ruling);
      return asFailure(id, ruling, suppressed);
    };
    const toKnown = ({ ruling, state }: { ruling: ControlRuling; state: FindingState }) =>
      toFailure(state.id, ruling, state.suppressed);
    const arns = [...new Set(rulings.map((ruling) => ruling.resourceArn))];
    const changes = findingChanges(await this.store.lockOf(tx, tenantId, arns), rulings);
    const fresh = changes.opened.map((ruling) => toFailure(newId('fnd'), ruling, false));
    const added = new Set(await this.store.insert(tx, tenantId, fresh));
    const reopened = changes.reopened.map(toKnown);
    const still = changes.still.map(toKnown);
    await this.store.refresh(tx, tenantId, [...reopened, ...still]);
    const opened = fresh.filter((failure) => added.has(failure.id));
    const open =
      (from: 'resolved' | null) =>
      (failure: Failure): Step => ({
        finding: failure,
        ...{ from, to: 'open', reason: 'fail', evidence: failure.evidence },
      });
    await this.#record(tx, tenantId, tellerOf, [
      ...opened.map(open(null)),
      ...reopened.map(open('resolved')),
      ...(await this.#resolve(tx, tenantId, tellerOf, changes.resolved)),
    ]);
    await this.#tellOpened(tx, tenantId, tellerOf, [...opened, ...reopened], ruled);
  }

  async #tellOpened(
    tx: Tx,
    tenantId: string,
    tellerOf: TellerOf,
    opened: readonly Failure[],
    ruled: ReadonlyMap<string, ControlRuling>,
  ): Promise<void> {
    if (opened.length === 0) return;
    this.database.onCommit(tx, () => countOpened(opened));
    const own = await this.frameworks.all(tx, tenantId);
    await byTeller(opened, tellerOf, (failures) =>
      this.outbox.write(
        tx,
        tenantId,
        findingOpened,
        failures.map((failure) => {
          const payload = openedFact(failure, ruled.get(failure.id), own);
          return { key: failure.id, payload };
        }),
      ),
    );
  }

  /** Notes that the open findings of some resources still stand, by a reading that something younger has overtaken. */
  async touch(tx: Tx, tenantId: string, arns: readonly string[]): Promise<void> {
    await this.store.touch(tx, tenantId, arns);
  }

  /** Resolves every finding of resources that are gone. */
  async resolveDeleted(tx: Tx, tenantId: string, tellerOf: TellerOf, arns: readonly string[]): Promise<void> {
    const states = await this.store.lockOf(tx, tenantId, arns);
    const open = states.filter((state) => state.status === 'open');
    const resolved = open.map((state) => ({ state, reason: 'deleted', evidence: {} }));
    await this.#record(tx, tenantId, tellerOf, await this.#resolve(tx, tenantId, tellerOf, resolved));
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
    const byApi = () => ({ source: 'api' });
    await this.#record(tx, tenantId, byApi, await this.#resolve(tx, tenantId, byApi, resolved));
    return open.length;
  }

  /** Tells that somebody has taken open findings out of what wants attention. */
  async tellSuppressed(tx: Tx, tenantId: string, suppressed: readonly Suppressed[]): Promise<void> {
    await this.outbox.write(
      tx,
      tenantId,
      findingSuppressed,
      suppressed.map(({ finding: { id, controlId, resourceArn }, reason, by, until, mutedBy }) => ({
        key: id,
        payload: {
          ...{ findingId: id, controlId, resourceArn, reason, by, mutedBy },
          until: until?.toISOString() ?? null,
        },
      })),
    );
  }

  /** Records what somebody did to a finding by hand. */
  async note(
    tx: Tx,
    tenantId: string,
    finding: Step['finding'],
    { what, ...step }: Pick<Transition, 'from' | 'to' | 'reason' | 'actor' | 'evidence'> & { what: string },
  ): Promise<void> {
    const transition = { ...step, findingId: finding.id, source: 'api' };
    await this.store.recordTransitions(tx, tenantId, [{ id: newId('chg'), ...transition }]);
    await this.timeline.append(tx, tenantId, [
      {
        ...{ arn: finding.resourceArn, kind: 'finding', what, source: 'api', who: { actor: step.actor } },
        details: findingDetails(finding, step.reason),
      },
    ]);
  }

  /** @returns what is to be recorded */
  async #resolve(
    tx: Tx,
    tenantId: string,
    tellerOf: TellerOf,
    resolved: ReturnType<typeof findingChanges>['resolved'],
  ): Promise<Step[]> {
    await this.store.resolve(
      tx,
      tenantId,
      resolved.map(({ state }) => state.id),
    );
    const states = resolved.map(({ state, reason }) => ({ ...state, reason }));
    await byTeller(states, tellerOf, (gone) =>
      this.outbox.write(
        tx,
        tenantId,
        findingResolved,
        gone.map(({ id: findingId, controlId, resourceArn, reason }) => ({
          key: findingId,
          payload: { findingId, controlId, resourceArn, reason, source: tellerOf(resourceArn).source },
        })),
      ),
    );
    return resolved.map(({ state, reason, evidence }) => ({
      finding: state,
      ...{ from: 'open', to: 'resolved', reason, evidence },
    }));
  }

  /** Into the history of each finding, and the timeline of its resource. */
  async #record(tx: Tx, tenantId: string, tellerOf: TellerOf, steps: readonly Step[]): Promise<void> {
    const told = steps.map((step) => ({ ...step, teller: tellerOf(step.finding.resourceArn) }));
    await this.store.recordTransitions(
      tx,
      tenantId,
      told.map(({ finding, from, to, reason, evidence, teller: { source } }) => ({
        ...{ id: newId('chg'), findingId: finding.id, from, to, reason, evidence, source, actor: null },
      })),
    );
    await this.timeline.append(
      tx,
      tenantId,
      told.map(({ finding, from, to, reason, teller }) => ({
        ...{ arn: finding.resourceArn, kind: 'finding' as const, source: teller.source },
        ...{ who: teller.who ?? null, ...correlated(teller) },
        what: to === 'resolved' ? 'resolved' : from === null ? 'opened' : 'reopened',
        details: findingDetails(finding, reason),
      })),
    );
  }
}

/** A finding that somebody has taken out, by hand (`mutedBy` null) or by a mute. */
interface Suppressed {
  finding: Pick<FindingState, 'id' | 'controlId' | 'resourceArn'>;
  reason: string;
  by: string;
  until: Date | null;
  mutedBy: string | null;
}

/** A change of one finding that is to be recorded. */
interface Step extends Pick<Transition, 'from' | 'to' | 'reason' | 'evidence'> {
  finding: Pick<FindingState, 'id' | 'resourceArn' | 'controlId' | 'title' | 'severity'>;
}

/** What a timeline tells of a finding. */
const findingDetails = (
  { id, controlId, severity, title }: Pick<FindingState, 'id' | 'controlId' | 'title' | 'severity'>,
  reason: string,
) => ({ findingId: id, controlId, severity, title, reason });

const correlated = ({ correlationId }: Teller) => (correlationId === undefined ? {} : { correlationId });

/** Tells of findings under the correlation id of who told of their resources. */
async function byTeller<F extends { resourceArn: string }>(
  findings: readonly F[],
  tellerOf: TellerOf,
  tell: (some: F[]) => Promise<void>,
): Promise<void> {
  const byId = new Map<string | undefined, F[]>();
  for (const one of findings) {
    const { correlationId } = tellerOf(one.resourceArn);
    const same = byId.get(correlationId);
    if (same === undefined) byId.set(correlationId, [one]);
    else same.push(one);
  }
  for (const [id, some] of byId)
    await (id === undefined ? tell(some) : correlation.run(id, () => tell(some)));
}

const failureOf =
  (tellerOf: TellerOf) =>
  (id: string, ruling: ControlRuling, suppressed: boolean): Failure => {
    const { control, decision, accountId, region, resourceArn, controlId, resourceType, evidence } = ruling;
    return {
      ...{ id, accountId, region, resourceArn, controlId, resourceType, evidence },
      title: control.title,
      severity: decision.severity ?? control.severity,
      risk: decision.risk ?? null,
      evidenceHash: createHash('sha256').update(JSON.stringify(evidence)).digest('hex'),
      savings: decision.estimatedMonthlySavingsUsd ?? null,
      muteId: ruling.mutedBy,
      suppressed,
      source: tellerOf(resourceArn).source,
    };
  };

const openedFact = (failure: Failure, ruling: ControlRuling | undefined, own: readonly Framework[]) => ({
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
  suppressed: failure.suppressed,
  source: failure.source,
  frameworks: frameworksOf(failure.controlId, own),
  tags: { ...ruling?.tags },
  riskText: ruling?.control.risk ?? null,
});

const frameworksOf = (controlId: string, own: readonly Framework[]): string[] => [
  ...new Set(requirementsOf(controlId).map(({ frameworkId }) => frameworkId)),
  ...own.filter((one) => controlsOf(one).includes(controlId)).map(({ id }) => id),
];
