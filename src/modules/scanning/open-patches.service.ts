import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { OpenPatchesStore, type OpenPatch } from './open-patches.store.js';

export type { OpenPatch } from './open-patches.store.js';

/** What other modules ask about patches that are missing. */
@Injectable()
export class OpenPatches {
  constructor(private readonly store: OpenPatchesStore) {}

  /** Patches that would close open vulnerabilities, the worst first: `most` at most, and whether there are more. */
  async worst(tx: Tx, tenantId: string, most: number): Promise<{ patches: OpenPatch[]; hasMore: boolean }> {
    const found = await this.store.list(tx, tenantId, most + 1);
    return { patches: found.slice(0, most), hasMore: found.length > most };
  }
}
