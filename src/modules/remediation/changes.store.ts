import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { ChangeOwner, ChangeStatus, PlannedChange } from './domain/change.js';
import type { ChangeRow, ChangeVerdict } from './domain/change-row.js';
import type { State } from './domain/fix.js';

const COLUMNS =
  Prisma.raw(`id, tenant_id AS "tenantId", json_build_object('kind', owner_kind, 'id', owner_id) AS owner,
  seq, fix_id AS "fixId", finding_id AS "findingId", control_id AS "controlId", account_id AS "accountId", region,
  resource_arn AS "resourceArn", resource_type AS "resourceType", tags, status, plan_version AS "planVersion", plan,
  before, after, verdict, reason, claim, created_at AS "createdAt", started_at AS "startedAt",
  applied_at AS "appliedAt", restored_at AS "restoredAt", updated_at AS "updatedAt", NULL AS refusal`);

/** Nothing was ever done for it: a new plan takes its place. */
const UNTOUCHED = Prisma.raw(`status IN ('planned', 'refused', 'unneeded') AND started_at IS NULL`);

/** How a change goes on. What is left out stays. */
export interface ChangeStep {
  status: ChangeStatus;
  reason: string | null;
  verdict?: ChangeVerdict;
  after?: State | null;
}

/** The rows of changes. Every method runs in the transaction of its use case. */
@Injectable()
export class ChangesStore {
  /** Writes a plan in the place of what was planned before and not begun. */
  async replace(
    tx: Tx,
    tenantId: string,
    { kind, id: ownerId }: ChangeOwner,
    planVersion: number,
    planned: readonly PlannedChange[],
  ): Promise<void> {
    await tx.$executeRaw`
      DELETE FROM changes WHERE tenant_id = ${tenantId} AND owner_kind = ${kind} AND owner_id = ${ownerId}
         AND plan_version <= ${planVersion} AND ${UNTOUCHED}`;
    const rows = planned.map((change) => ({ ...change, id: newId('change') }));
    await tx.$executeRaw`
      INSERT INTO changes (id, tenant_id, owner_kind, owner_id, seq, fix_id, finding_id, control_id, account_id, region,
             resource_arn, resource_type, tags, status, plan_version, plan, before, reason)
      SELECT n.id, ${tenantId}, ${kind}, ${ownerId},
             (SELECT coalesce(max(seq), 0) FROM changes WHERE owner_kind = ${kind} AND owner_id = ${ownerId})
               + row_number() OVER (ORDER BY n.id),
             n."fixId", n."findingId", n."controlId", n."accountId", n.region, n."resourceArn", n."resourceType",
             n.tags, n.status, ${planVersion}, coalesce(n.plan, 'null'), nullif(n.before, 'null'), n.reason
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id text, "fixId" text, "findingId" text,
             "controlId" text, "accountId" text, region text, "resourceArn" text, "resourceType" text, tags jsonb,
             status text, plan jsonb, before jsonb, reason text)`;
  }

  /** In the order in which they were planned. */
  of(tx: Tx, tenantId: string, { kind, id }: ChangeOwner): Promise<ChangeRow[]> {
    return tx.$queryRaw`
      SELECT ${COLUMNS} FROM changes
       WHERE tenant_id = ${tenantId} AND owner_kind = ${kind} AND owner_id = ${id} ORDER BY seq`;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<ChangeRow | undefined> {
    const [row] = await tx.$queryRaw<ChangeRow[]>`
      SELECT ${COLUMNS} FROM changes WHERE tenant_id = ${tenantId} AND id = ${id}`;
    return row;
  }

  /** Whether anything has been called for it. */
  async isTouched(tx: Tx, { tenantId, id }: ChangeRow): Promise<boolean> {
    const [row] = await tx.$queryRaw<unknown[]>`
      SELECT 1 AS one FROM change_calls WHERE tenant_id = ${tenantId} AND change_id = ${id} LIMIT 1`;
    return row !== undefined;
  }

  /** Until the transaction ends nobody else goes on with it. */
  async lock(tx: Tx, tenantId: string, id: string): Promise<ChangeRow | undefined> {
    const [row] = await tx.$queryRaw<ChangeRow[]>`
      SELECT ${COLUMNS} FROM changes WHERE tenant_id = ${tenantId} AND id = ${id} FOR UPDATE`;
    return row;
  }

  /** Takes a locked change over, whoever ran it before. */
  async claim(tx: Tx, { tenantId, id }: ChangeRow, status: ChangeStatus): Promise<ChangeRow> {
    const [row] = await tx.$queryRaw<ChangeRow[]>`
      UPDATE changes SET claim = claim + 1, status = ${status}, reason = NULL, updated_at = app_now(),
             started_at = coalesce(started_at, app_now())
       WHERE tenant_id = ${tenantId} AND id = ${id} RETURNING ${COLUMNS}`;
    if (row === undefined) throw new Error(`The change ${id} is gone`);
    return row;
  }

  /** Writes how a run goes on; undefined: it is not this run's any more. What was refused has never been begun. */
  async step(
    tx: Tx,
    { tenantId, id, claim, status: from }: ChangeRow,
    { status, reason, verdict, after }: ChangeStep,
  ): Promise<ChangeRow | undefined> {
    const [row] = await tx.$queryRaw<ChangeRow[]>`
      UPDATE changes SET status = ${status}, reason = ${reason}, updated_at = app_now(),
             verdict = coalesce(${json(verdict)}::jsonb, verdict), after = coalesce(${json(after)}::jsonb, after),
             started_at = CASE WHEN ${status} = 'refused' THEN NULL ELSE started_at END,
             applied_at = CASE WHEN ${status} = 'applied' THEN app_now() ELSE applied_at END,
             restored_at = CASE WHEN ${status} = 'restored' THEN app_now() ELSE restored_at END
       WHERE tenant_id = ${tenantId} AND id = ${id} AND claim = ${claim} AND status = ${from} RETURNING ${COLUMNS}`;
    return row;
  }

  /** Changes of one resource begin one after the other, until the transaction ends. */
  async lockResource(tx: Tx, { tenantId, resourceArn }: ChangeRow): Promise<void> {
    const key = `changes ${tenantId} ${resourceArn}`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  }

  /** Another change of the same resource that is under way, or has gone on since. */
  async underWay(
    tx: Tx,
    { tenantId, id, resourceArn }: ChangeRow,
    since: Date | null = null,
  ): Promise<string | undefined> {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM changes
       WHERE tenant_id = ${tenantId} AND resource_arn = ${resourceArn} AND id <> ${id}
         AND (status IN ('applying', 'applied', 'restoring', 'stopped') OR started_at IS NOT NULL AND updated_at > ${since})
       ORDER BY id LIMIT 1`;
    return row?.id;
  }

  /** A change that was made to the same resource after this one, and not taken back. */
  async later(tx: Tx, { tenantId, id, resourceArn, startedAt }: ChangeRow): Promise<string | undefined> {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM changes c
       WHERE tenant_id = ${tenantId} AND resource_arn = ${resourceArn} AND id <> ${id} AND started_at > ${startedAt}
         AND status IN ('verified', 'failed', 'restore_failed')
         AND EXISTS (SELECT FROM change_calls k WHERE k.change_id = c.id) ORDER BY id DESC LIMIT 1`;
    return row?.id;
  }
}

const json = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
