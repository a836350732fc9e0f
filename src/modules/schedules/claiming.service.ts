import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { decideClaims } from './claiming.js';
import { CircuitStore } from './circuits.store.js';
import { openCircuitError, type Circuit } from './domain/circuit.js';
import { targetKey } from './domain/target.js';
import { RunFacts } from './run-facts.js';
import { type Claimed, type DueRun, StartingStore } from './starting.store.js';

/** A claim that is to be carried out. */
export type Start = Extract<Claimed, { do: 'start' }>;

/** Takes due runs, a batch at a time, for the attempt that is to be made now. */
@Injectable()
export class ClaimingService {
  constructor(
    private readonly store: StartingStore,
    private readonly circuits: CircuitStore,
    private readonly facts: RunFacts,
  ) {}

  /** @returns what to start, and whether there may be more that is due */
  async claim(limit: number): Promise<{ starts: Start[]; more: boolean }> {
    return this.store.claim(async (tx) => {
      const due = await this.store.due(tx, limit);
      if (due.length === 0) return { starts: [], more: false };
      const scheduleIds = [...new Set(due.filter(mayOverlap).map(({ scheduleId }) => scheduleId))];
      const claims = decideClaims(due, await this.store.open(tx, scheduleIds));
      const decided = await this.#putOff(tx, claims);
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

  /** Puts off what would start a target whose circuit is open. */
  async #putOff(tx: Tx, claims: Claimed[]): Promise<Claimed[]> {
    const keys = new Map(
      claims.flatMap(({ run, do: what }) => (what === 'start' ? [[idOf(run), targetOf(run)] as const] : [])),
    );
    if (keys.size === 0) return claims;
    const open = new Map(
      (await this.circuits.open(tx, [...keys.values()])).map((row) => [idOf(row), row] as const),
    );
    if (open.size === 0) return claims;
    const decided: Claimed[] = [];
    for (const claim of claims) {
      const circuit = claim.do === 'start' ? open.get(idOf(claim.run)) : undefined;
      decided.push(circuit === undefined ? claim : await this.#tryOpen(tx, claim, circuit));
    }
    return decided;
  }

  async #tryOpen(tx: Tx, claim: Claimed, circuit: Circuit): Promise<Claimed> {
    const { run } = claim;
    if (circuit.openUntil <= run.now && (await this.circuits.probe(tx, targetOf(run)))) return claim;
    const until = circuit.openUntil > run.now ? circuit.openUntil : new Date(run.now.getTime() + 5000);
    const error = openCircuitError(run.target, { ...circuit, openUntil: until });
    const tooLate = until.getTime() > run.startedAt.getTime() + run.maxRetryAgeSeconds * 1000;
    return tooLate ? { run, do: 'fail', error } : { run, do: 'defer', until, error };
  }
}

const mayOverlap = ({ overlapPolicy }: DueRun) => overlapPolicy !== 'allow';
const targetOf = ({ tenantId, target }: DueRun) => ({ tenantId, target: targetKey(target) });
const idOf = (of: DueRun | { tenantId: string; target: string }) =>
  `${of.tenantId} ${typeof of.target === 'string' ? of.target : targetKey(of.target)}`;
