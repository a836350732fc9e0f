import type { Tx } from '../database/index.js';
import type { Caller } from './principal.js';

/** Writes down who changed what, in the transaction of the change: modules/access keeps the audit log. */
export abstract class Journal {
  abstract write(
    tx: Tx,
    caller: Caller,
    change: { action: string; targetType: string; targetId: string; before?: unknown; after?: unknown },
  ): Promise<void>;
}
