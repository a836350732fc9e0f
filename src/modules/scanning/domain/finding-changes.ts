import type { Severity } from './control.js';

/** What makes a finding one and the same for ever (beside its tenant). */
export interface FindingKey {
  accountId: string;
  region: string;
  resourceArn: string;
  controlId: string;
}

export interface FindingState extends FindingKey {
  id: string;
  status: 'open' | 'resolved';
  title: string;
  severity: Severity;
  /** By hand, and not only until a time that has come. */
  suppressed: boolean;
}

export interface Transition {
  findingId: string;
  from: 'open' | 'resolved' | 'suppressed' | null;
  to: 'open' | 'resolved' | 'suppressed';
  reason: string;
  evidence: Record<string, unknown>;
  /** The scan or event that saw it, or `api`. */
  source: string;
  actor: string | null;
}

/** What the controls said of one resource, by finding. */
export interface Ruling extends FindingKey {
  verdict: 'pass' | 'fail' | 'no_evidence' | 'manual' | 'not_applicable';
  evidence: Record<string, unknown>;
}

export interface FindingChanges<R extends Ruling> {
  opened: R[];
  reopened: { ruling: R; state: FindingState }[];
  still: { ruling: R; state: FindingState }[];
  resolved: { state: FindingState; reason: string; evidence: Record<string, unknown> }[];
}

const keyOf = (key: FindingKey): string =>
  [key.accountId, key.region, key.resourceArn, key.controlId].join(' ');

/**
 * Decides what rulings do to the findings of the resources that were looked at. A finding is resolved by a pass, or
 * because the control no longer applies; without evidence it stays as it is, and what was not ruled on is not touched,
 * but for the findings of the same resource in a place where it no longer is.
 */
export function findingChanges<R extends Ruling>(
  states: readonly FindingState[],
  rulings: readonly R[],
): FindingChanges<R> {
  const changes: FindingChanges<R> = { opened: [], reopened: [], still: [], resolved: [] };
  const byKey = new Map(states.map((state) => [keyOf(state), state]));
  const places = new Map(rulings.map((ruling) => [ruling.resourceArn, ruling]));
  for (const ruling of rulings) {
    const state = byKey.get(keyOf(ruling));
    switch (ruling.verdict) {
      case 'fail':
        if (state === undefined) changes.opened.push(ruling);
        else if (state.status === 'resolved') changes.reopened.push({ ruling, state });
        else changes.still.push({ ruling, state });
        break;
      case 'pass':
      case 'not_applicable':
        if (state?.status === 'open')
          changes.resolved.push({ state, reason: ruling.verdict, evidence: ruling.evidence });
        break;
      case 'no_evidence':
      case 'manual':
        break;
    }
  }
  for (const state of states) {
    const now = places.get(state.resourceArn);
    if (state.status !== 'open' || now === undefined) continue;
    if (now.accountId !== state.accountId || now.region !== state.region) {
      changes.resolved.push({
        state,
        reason: 'moved',
        evidence: { accountId: now.accountId, region: now.region },
      });
    }
  }
  return changes;
}
