import type { Tx } from '../database/index.js';

/** What is done with keys and what they have sealed. */
export interface SecretsChange {
  tenantId: string;
  action: 'secret_key.replaced' | 'secrets.resealed';
  targetType: 'secret_key';
  /** The name of the key that seals from now on. */
  targetId: string;
  before?: unknown;
  after?: unknown;
}

/** Writes such changes down in their transaction: the module that keeps the audit log provides it. */
export abstract class SecretsJournal {
  abstract write(tx: Tx, change: SecretsChange): Promise<void>;
}
