import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { ScanOrigins, type ScanOrigin } from '../scanning/index.js';
import { ExecutionLookups } from '../workflows/index.js';
import type { PatchRequest } from './domain/patch-approval-request.js';

export const PATCH_APPROVAL = 'patch-approval';
/** What a scan has seen longer ago than this is looked for anew. */
const FRESH_FOR_MS = 24 * 3_600_000;

/** What becomes of the scan that a request is about. */
export type RequestedScan =
  /** Its result is what there is to decide about. */
  | { scanId: string }
  /** There is none that would do: another is made. */
  | { scanId: null }
  /** Somebody sees to it already; `reason` in a sentence. */
  | { handled: string };

/**
 * Which scan an execution decides about. A scan that patch-approval itself has asked for tells of critical
 * vulnerabilities like any other: without a look at where it comes from it would start the next execution, for ever.
 */
@Injectable()
export class PatchApprovalScans {
  constructor(
    private readonly database: Database,
    private readonly origins: ScanOrigins,
    private readonly executions: ExecutionLookups,
  ) {}

  async of(
    tenantId: string,
    { scanId, scanEnded }: Pick<PatchRequest, 'scanId' | 'scanEnded'>,
    executionId: string,
  ): Promise<RequestedScan> {
    const found = await this.database.withTenant(tenantId, async (tx) => ({
      now: await this.database.now(tx),
      origin: await this.#find(tx, tenantId, { scanId, scanEnded }),
    }));
    const { origin, now } = found;
    if (origin?.reads !== 'vulnerabilities' || origin.endedAt === null) return { scanId: null };
    const asker = await this.askerOf(tenantId, origin, executionId);
    if (asker !== undefined)
      return {
        handled: `The scan ${origin.scanId} was asked for by the execution ${asker}, which sees to it`,
      };
    const isFresh = now.getTime() - origin.endedAt.getTime() <= FRESH_FOR_MS;
    return { scanId: isFresh ? origin.scanId : null };
  }

  /** The execution of patch-approval, other than `executionId`, that has started or joined a scan. */
  async askerOf(
    tenantId: string,
    { requestKeys }: Pick<ScanOrigin, 'requestKeys'>,
    executionId?: string,
  ): Promise<string | undefined> {
    for (const key of requestKeys) {
      const [asker = ''] = key.split('/'); // keyPrefixOf
      if (asker === executionId) continue;
      const execution = await this.executions.find(tenantId, asker);
      if (execution?.workflowType === PATCH_APPROVAL) return asker;
    }
    return undefined;
  }

  async #find(
    tx: Tx,
    tenantId: string,
    { scanId, scanEnded }: Pick<PatchRequest, 'scanId' | 'scanEnded'>,
  ): Promise<ScanOrigin | undefined> {
    if (scanId !== null) return this.origins.byId(tx, tenantId, scanId);
    if (scanEnded === null) return undefined;
    const { correlationId, endedAt } = scanEnded;
    return this.origins.byEnd(tx, tenantId, { correlationId, endedAt: new Date(endedAt) });
  }
}
