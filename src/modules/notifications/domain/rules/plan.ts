import { laneOf, type Recipient } from '../destination.js';

/** Somebody who is to be told, and why. */
export interface Intended {
  recipient: Recipient;
  /** Null: the fact names him, or he knows of what it goes on with. */
  ruleId: string | null;
  dueAt: Date;
  isDigest: boolean;
}

/** Each recipient once: as soon as anybody wants it, and by itself rather than in a digest. */
export function oncePerRecipient(all: readonly Intended[]): Intended[] {
  const byLane = new Map<string, Intended>();
  for (const one of all) {
    const lane = laneOf(one.recipient);
    const known = byLane.get(lane);
    if (known === undefined || isSooner(one, known)) byLane.set(lane, one);
  }
  return [...byLane.values()];
}

const isSooner = (one: Intended, than: Intended): boolean =>
  one.dueAt.getTime() !== than.dueAt.getTime() ? one.dueAt < than.dueAt : than.isDigest && !one.isDigest;
