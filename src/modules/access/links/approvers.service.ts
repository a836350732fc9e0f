import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import type { Role } from '../../../platform/http/index.js';
import { ApiKeyStore } from '../api-keys.store.js';

/** Who decides, by the level of a question (contracts: 1 = approver, 2 = admin). */
const DECIDERS: Readonly<Record<number, readonly Role[]>> = { 1: ['approver', 'admin'], 2: ['admin'] };

/** The people who may decide questions. */
@Injectable()
export class Approvers {
  constructor(private readonly keys: ApiKeyStore) {}

  /** Owners of keys that may be used now and whose role decides that level, each once; never the one who asks. */
  async of(tx: Tx, tenantId: string, level: number, exceptOwner: string): Promise<{ owner: string }[]> {
    const owners = await this.keys.owners(tx, tenantId, DECIDERS[level] ?? DECIDERS[2] ?? []);
    return owners
      .filter((owner) => owner.toLowerCase() !== exceptOwner.toLowerCase())
      .map((owner) => ({ owner }));
  }
}
