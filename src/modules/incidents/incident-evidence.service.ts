import { Injectable } from '@nestjs/common';
import { Database, type Prisma } from '../../platform/database/index.js';
import { FindingSubjects, ResourceStates, Timeline } from '../scanning/index.js';
import { evidenceHash } from './domain/evidence-hash.js';
import { IncidentEvidenceStore, type EvidenceEnd, type EvidencePiece } from './incident-evidence.store.js';
import type { IncidentResource } from './incident-resources.service.js';

/** Of what happened to a resource, the last; of its findings, the worst. */
const MOST = 200;

export interface EvidenceRun {
  signal: AbortSignal;
  heartbeat: () => Promise<void>;
}

type Content = { content: unknown; snapshotId?: string } | { missing: string };

/** Keeps how resources are, before anybody cuts them off. */
@Injectable()
export class IncidentEvidence {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentEvidenceStore,
    private readonly states: ResourceStates,
    private readonly subjects: FindingSubjects,
    private readonly timeline: Timeline,
  ) {}

  /** What was taken before stays as it was. What cannot be had is kept as missing, with the reason. */
  async capture(
    tenantId: string,
    incidentId: string,
    resources: readonly IncidentResource[],
    run: EvidenceRun,
  ): Promise<void> {
    for (const resource of resources) {
      run.signal.throwIfAborted();
      await run.heartbeat();
      const piece = (kind: EvidencePiece['kind']) => ({ resourceArn: resource.arn, kind, part: '' });
      const keep = (kind: EvidencePiece['kind'], content: () => Promise<Content>) =>
        this.keep(tenantId, incidentId, piece(kind), content);
      await keep('configuration', () => this.#configuration(tenantId, resource, run.signal));
      await keep('timeline', async () => ({
        content: await this.database.withTenant(tenantId, (tx) =>
          this.timeline.last(tx, tenantId, resource.arn, MOST),
        ),
      }));
      await keep('findings', async () => ({
        content: await this.database.withTenant(tenantId, (tx) =>
          this.subjects.openOf(tx, tenantId, [resource.arn], MOST),
        ),
      }));
    }
  }

  /** How much of it could be had. */
  async counts(tenantId: string, incidentId: string): Promise<{ taken: number; missing: number }> {
    const rows = await this.database.withTenant(tenantId, (tx) => this.store.of(tx, tenantId, incidentId));
    const count = (status: string) => rows.filter((row) => row.status === status).length;
    return { taken: count('taken'), missing: count('missing') };
  }

  /** One piece, unless it is taken already. `take` is told whether an earlier attempt may have got it half-way. */
  async keep(
    tenantId: string,
    incidentId: string,
    piece: EvidencePiece,
    take: (again: boolean) => Promise<Content>,
  ): Promise<void> {
    const begun = await this.database.withTenant(tenantId, (tx) =>
      this.store.begin(tx, tenantId, incidentId, piece),
    );
    if (begun === undefined) return;
    const end = endOf(await take(begun.again));
    await this.database.withTenant(tenantId, (tx) => this.store.end(tx, tenantId, incidentId, piece, end));
  }

  async #configuration(
    tenantId: string,
    { arn, type, accountId, region }: IncidentResource,
    signal: AbortSignal,
  ): Promise<Content> {
    if (type === null || accountId === null)
      return { missing: 'The inventory does not know the resource, nor does its ARN tell what it is' };
    const state = await this.states.look(tenantId, { arn, type, accountId, region }, null, signal);
    if (state.outcome === 'found') {
      const { configuration, tags } = state;
      return { content: { type, accountId, region, tags, configuration } };
    }
    return {
      missing: state.outcome === 'absent' ? 'The resource is gone' : `${state.code}: ${state.message}`,
    };
  }
}

function endOf(taken: Content): EvidenceEnd {
  if ('missing' in taken) return { status: 'missing', reason: taken.missing };
  const content = JSON.parse(JSON.stringify(taken.content ?? null)) as Prisma.InputJsonValue;
  return { status: 'taken', content, hash: evidenceHash(content), snapshotId: taken.snapshotId ?? null };
}
