import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';

export const evidenceKinds = ['configuration', 'timeline', 'findings', 'volume_snapshot'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Which piece it is: of a volume's snapshot, `part` is the volume. */
export interface EvidencePiece {
  resourceArn: string;
  kind: EvidenceKind;
  part: string;
}

export interface EvidenceRow extends EvidencePiece {
  id: string;
  /** missing: it could not be had, for `reason`. taking: AWS was asked, and nobody has heard the answer. */
  status: 'taking' | 'taken' | 'missing';
  reason: string | null;
  hash: string | null;
  snapshotId: string | null;
  takenAt: Date | null;
}

export type EvidenceEnd =
  | { status: 'taken'; content: Prisma.InputJsonValue; hash: string; snapshotId: string | null }
  | { status: 'missing'; reason: string };

const summary = {
  ...{ id: true, resourceArn: true, kind: true, part: true, status: true, reason: true },
  ...{ hash: true, snapshotId: true, takenAt: true },
} as const satisfies Prisma.IncidentEvidenceSelect;

/** How resources were before they were contained: what is taken is never written anew. */
@Injectable()
export class IncidentEvidenceStore {
  /** Says that a piece is being taken. @returns whether an earlier attempt had begun; undefined: it is taken already */
  async begin(
    tx: Tx,
    tenantId: string,
    incidentId: string,
    { resourceArn, kind, part }: EvidencePiece,
  ): Promise<{ again: boolean } | undefined> {
    const [row] = await tx.$queryRaw<{ fresh: boolean }[]>`
      INSERT INTO incident_evidence AS e (id, tenant_id, incident_id, resource_arn, kind, part, status)
      VALUES (${newId('evd')}, ${tenantId}, ${incidentId}, ${resourceArn}, ${kind}, ${part}, 'taking')
          ON CONFLICT (incident_id, resource_arn, kind, part) DO UPDATE SET status = 'taking'
       WHERE e.status <> 'taken'
      RETURNING (xmax = 0) AS fresh`;
    return row === undefined ? undefined : { again: !row.fresh };
  }

  async end(
    tx: Tx,
    tenantId: string,
    incidentId: string,
    { resourceArn, kind, part }: EvidencePiece,
    end: EvidenceEnd,
  ): Promise<void> {
    const content = end.status === 'taken' ? JSON.stringify(end.content) : null;
    const hash = end.status === 'taken' ? end.hash : null;
    const snapshotId = end.status === 'taken' ? end.snapshotId : null;
    const reason = end.status === 'missing' ? end.reason : null;
    await tx.$executeRaw`
      UPDATE incident_evidence
         SET status = ${end.status}, reason = ${reason}, content = ${content}::jsonb, hash = ${hash},
             snapshot_id = ${snapshotId}, taken_at = CASE WHEN ${end.status} = 'taken' THEN app_now() END
       WHERE tenant_id = ${tenantId} AND incident_id = ${incidentId} AND resource_arn = ${resourceArn}
         AND kind = ${kind} AND part = ${part} AND status <> 'taken'`;
  }

  /** Without contents, which may be large. */
  async of(tx: Tx, tenantId: string, incidentId: string): Promise<EvidenceRow[]> {
    const rows = await tx.incidentEvidence.findMany({
      where: { tenantId, incidentId },
      orderBy: { id: 'asc' },
      select: summary,
    });
    return rows as EvidenceRow[];
  }

  /** undefined: it was not taken. */
  async contentOf(tx: Tx, tenantId: string, incidentId: string, piece: EvidencePiece): Promise<unknown> {
    const row = await tx.incidentEvidence.findFirst({
      where: { tenantId, incidentId, ...piece },
      select: { content: true },
    });
    return row?.content ?? undefined;
  }

  async find(
    tx: Tx,
    tenantId: string,
    incidentId: string,
    id: string,
  ): Promise<(EvidenceRow & { content: unknown }) | undefined> {
    const row = await tx.incidentEvidence.findFirst({
      where: { tenantId, incidentId, id },
      select: { ...summary, content: true },
    });
    return (row ?? undefined) as (EvidenceRow & { content: unknown }) | undefined;
  }
}
