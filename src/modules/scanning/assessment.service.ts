import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import type { Attempt } from '../../platform/queue/index.js';
import { assess, frameworkScore, mergeTallies, tallyOf, type ControlTally } from './domain/score.js';
import { scoreChanged } from './facts.js';
import { AssessmentStores } from './assessment-stores.js';
import { Units, type UnitWork } from './units.js';
import { VerdictWalk } from './verdict-walk.service.js';

/** Another assessment was written since this one began: it may have seen more. */
class Overtaken extends Error {}

/** Of judging an account anew because of that; a clock that was set back would not end it. */
const MOST_TIMES = 20;

/** The last unit of a scan: judges all that is known of its accounts, and writes down their scores. */
@Injectable()
export class AssessmentService {
  constructor(
    private readonly units: Units,
    private readonly database: Database,
    private readonly walk: VerdictWalk,
    private readonly stores: AssessmentStores,
    private readonly outbox: Outbox,
  ) {}

  /** Safe to run twice: what it writes commits with the end of the unit. */
  async run(ids: { scanId: string; unitId: string }, attempt: Attempt): Promise<void> {
    await this.units.run(ids, attempt, async (work) => {
      for (let times = 1; !(await this.#assess(work, times === MOST_TIMES)); times += 1)
        attempt.signal.throwIfAborted();
    });
  }

  /** False when another scan's assessment was written meanwhile: unless it is the last try, it is not overwritten. */
  async #assess({ unit, close, attempt }: UnitWork, isLast: boolean): Promise<boolean> {
    const { tenantId, scanId } = unit;
    const isJudged = unit.scope.reads?.kind !== 'vulnerabilities'; // these decide no control
    const { began, known } = await this.database.withTenant(tenantId, async (tx) => ({
      began: await this.database.now(tx),
      known: await this.stores.results.accountsOf(tx, tenantId, scanId),
    }));
    const tallies = new Map<string, ControlTally[]>();
    for (const accountId of isJudged ? known : [])
      tallies.set(accountId, await this.#tallies(tenantId, accountId, attempt.signal));
    try {
      await close({ status: 'completed', errors: [] }, async (tx) => {
        if (tallies.size > 0) await this.#noteBefore(tx, tenantId, scanId, known);
        for (const [accountId, of] of tallies) {
          const { now, assessedAt } = await this.stores.scores.lock(tx, tenantId, accountId);
          if (!isLast && assessedAt !== null && assessedAt >= began) throw new Overtaken();
          await this.#write(tx, { tenantId, accountId, scanId, at: now }, of);
        }
      });
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
    return true;
  }

  /** The tallies are about to be replaced, and with them goes what the scores over several accounts were. */
  async #noteBefore(tx: Tx, tenantId: string, scanId: string, accountIds: readonly string[]): Promise<void> {
    const { scores, frameworks, results } = this.stores;
    const tallies = (await scores.tallies(tx, tenantId, undefined)).filter(({ accountId }) =>
      accountIds.includes(accountId),
    );
    if (tallies.length === 0) return; // nothing was judged before
    const before = (await frameworks.all(tenantId, tx)).map((one) => [
      one.id,
      frameworkScore(one, tallies).score,
    ]);
    await results.noteScoresBefore(
      tx,
      tenantId,
      scanId,
      Object.fromEntries(before) as Record<string, number | null>,
    );
  }

  async #tallies(tenantId: string, accountId: string, signal: AbortSignal): Promise<ControlTally[]> {
    let tallies: ControlTally[] = [];
    for await (const page of this.walk.verdicts(tenantId, { accountId })) {
      signal.throwIfAborted();
      const counted = page.flatMap(({ verdicts }) =>
        verdicts.map((one) => tallyOf(one, one.verdict, { muted: one.mutedBy !== null })),
      );
      tallies = mergeTallies(tallies, counted);
    }
    return mergeTallies(tallies, await this.#nothing(tenantId, accountId));
  }

  /** Controls whose type was listed: where there is nothing of it, they have nothing to say, and that is known. */
  async #nothing(tenantId: string, accountId: string): Promise<ControlTally[]> {
    const listed = await this.database.withTenant(tenantId, (tx) =>
      this.stores.readings.known(tx, tenantId, accountId),
    );
    const controls = await this.stores.controls.all(tenantId);
    return controls
      .filter(({ type }) => listed.has(type))
      .map(({ id: controlId, severity }) => tallyOf({ controlId, severity }, 'pass', { times: 0 }));
  }

  async #write(
    tx: Tx,
    { tenantId, accountId, scanId, at }: { tenantId: string; accountId: string; scanId: string; at: Date },
    tallies: readonly ControlTally[],
  ): Promise<void> {
    const before = await this.stores.scores.latest(tx, tenantId, accountId);
    await this.stores.scores.replaceTallies(tx, tenantId, accountId, tallies);
    const scores = (await this.stores.frameworks.all(tenantId, tx)).map((framework) => {
      const { score, coverage, counts, requirements } = assess(framework, tallies);
      const each = requirements.map((one) => [one.requirement.id, [one.score, one.coverage]] as const);
      return {
        ...{ accountId, frameworkId: framework.id, score, coverage, counts, scanId },
        requirements: Object.fromEntries(each) as Record<string, [number | null, number | null]>,
      };
    });
    await this.stores.scores.insert(tx, tenantId, scores, at);
    const changed = scores.filter(({ frameworkId, score }) => (before.get(frameworkId) ?? null) !== score);
    await this.outbox.write(
      tx,
      tenantId,
      scoreChanged,
      changed.map(({ frameworkId, score, coverage }) => ({
        key: `${accountId}/${frameworkId}`,
        payload: {
          accountId,
          frameworkId,
          before: before.get(frameworkId) ?? null,
          score,
          coverage,
          source: scanId,
        },
      })),
    );
  }
}
