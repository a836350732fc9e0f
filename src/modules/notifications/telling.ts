import type { Tx } from '../../platform/database/index.js';
import type { Recipient } from './domain/destination.js';
import type { Message } from './domain/message.js';

/** Something that one recipient is to be told: what rules make of a fact. */
export interface NewTelling {
  recipient: Recipient;
  /** The rule that wants it; null: a workflow, a person or an approval asked for it. */
  ruleId: string | null;
  /** Of what is told (`fact_…`, `scan:scan_…`): one recipient is told each once, whatever rules say. */
  sourceKey: string;
  /** Tellings of one key that are due together become one message (`finding.opened:scan_…`). */
  groupKey: string;
  /** Messages of one key are one thread (`incident:inc_…`). */
  threadKey: string | null;
  /** When it may go out: now, the end of quiet hours, the hour or the day of a digest. */
  dueAt: Date;
  /** Those of a digest become one message of all that is due, however few. */
  isDigest: boolean;
  message: Message;
}

/** What is to be told, until it is sent. */
export abstract class Tellings {
  /**
   * Writes them in the transaction of what they tell; safe to repeat (`sourceKey`).
   * @returns how many are new
   */
  abstract add(tx: Tx, tenantId: string, tellings: readonly NewTelling[]): Promise<number>;
}
