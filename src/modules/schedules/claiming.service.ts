import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { decideClaims, isMissed, PROBED_MS } from './claiming.js';
import { CircuitStore } from './circuits.store.js';
import { circuitKey, type Circuit } from './domain/circuit.js';
import { MISSED_AFTER_MS } from './domain/misfire.js';
import { targetKey } from './domain/target.js';
import { MissedRunStore } from './missed-runs.store.js';
import { RunFacts } from './run-facts.js';
import { type Claimed, type DueRun, StartingStore } from './starting.store.js';

/** A claim that is to be carried out. */
export type Start = Extract<Claimed, { do: 'start' }>;

/** Takes due runs, a batch at a time, for the attempt that is to be made now. */
@Injectable()
export class ClaimingService {
  constructor(
    private readonly store: StartingStore,
    private readonly missed: MissedRunStore,
    private readonly circuits: CircuitStore,
    private readonly facts: RunFacts,
  ) {}

  /** @returns what to start, and whether there may be more that is due */
  async claim(limit: number): Promise<{ starts: Start[]; more: boolean }> {
    return this.store.claim(async (tx) => {
      const due = await this.store.due(tx, limit);
      if (due.length === 0) return { starts: [], more: false };
      const decided = await this.#decided(tx, due);
      await this.store.decide(tx, decided);
      const failed = decided.filter((claim) => claim.do === 'fail');
      await this.facts.failed(tx, failed);
      const starts = decided.filter((claim) => claim.do === 'start');
      return {
        starts: starts.map(({ run, ...rest }) => ({ ...rest, run: { ...run, attempt: run.attempt + 1 } })),
        more: due.length === limit,
      };
    });
  }

  async #decided(tx: Tx, due: readonly DueRun[]): Promise<Claimed[]> {
    const scheduleIds = [...new Set(due.filter(mayOverlap).map(({ scheduleId }) => scheduleId))];
    const open = await this.store.open(tx, scheduleIds);
    const missed = due.filter(isMissed).map(({ id }) => id);
    const newer = await this.missed.newer(tx, missed, MISSED_AFTER_MS);
    const circuits = await this.#circuits(tx, due);
    const ours = new Set<string>();
    for (;;) {
      const claims = decideClaims(due, { open, circuits, newer });
      const probes = claims.filter(({ run, do: what }) => what === 'start' && circuits.has(circuitKey(run)));
      const late = await this.#tooLate(tx, probes, ours);
      const circuit = late && circuits.get(circuitKey(late));
      if (late === undefined || circuit === undefined) return claims;
      // another worker tries it: what was decided as if this one did is decided again
      const openUntil = new Date(late.now.getTime() + PROBED_MS);
      circuits.set(circuitKey(late), { ...circuit, openUntil });
    }
  }

  /** The circuits of what is due that are open or half open. */
  async #circuits(tx: Tx, due: readonly DueRun[]): Promise<Map<string, Circuit>> {
    const targets = new Map(due.map((run) => [circuitKey(run), targetOf(run)] as const));
    const rows = await this.circuits.open(tx, [...targets.values()]);
    return new Map(rows.map(({ tenantId, target, ...circuit }) => [`${tenantId} ${target}`, circuit]));
  }

  /** Takes the half-open circuits that these would try; gives the first run whose circuit another worker has taken. */
  async #tooLate(tx: Tx, probes: readonly Claimed[], ours: Set<string>): Promise<DueRun | undefined> {
    for (const { run } of probes) {
      if (ours.has(circuitKey(run))) continue;
      if (!(await this.circuits.probe(tx, targetOf(run)))) return run;
      ours.add(circuitKey(run));
    }
    return undefined;
  }
}

const mayOverlap = ({ overlapPolicy }: DueRun) => overlapPolicy !== 'allow';
const targetOf = ({ tenantId, target }: DueRun) => ({ tenantId, target: targetKey(target) });
