import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Mute, MuteRule } from './domain/mute.js';

export interface MuteRow extends Mute {
  tenantId: string;
  rules: MuteRule[];
  reason: string;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** One that has not expired. */
export type ActiveMute = Mute & Pick<MuteRow, 'reason' | 'createdBy'>;

/** A finding that a mute may be about, with the tags of its resource. */
export interface MutableFinding {
  id: string;
  muteId: string | null;
  controlId: string;
  accountId: string;
  region: string;
  resourceArn: string;
  tags: Record<string, string>;
}

/** The rules by which findings are muted. Every method runs in the transaction of its use case. */
@Injectable()
export class MuteStore {
  async insert(
    tx: Tx,
    mute: Pick<MuteRow, 'id' | 'tenantId' | 'rules' | 'reason' | 'expiresAt' | 'createdBy'> & {
      createdByKey: string;
    },
  ): Promise<MuteRow> {
    const rules = mute.rules as unknown as Prisma.InputJsonValue;
    return toMute(await tx.mute.create({ data: { ...mute, rules } }));
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<MuteRow | undefined> {
    const row = await tx.mute.findFirst({ where: { id, tenantId } });
    return row === null ? undefined : toMute(row);
  }

  async list(tx: Tx, tenantId: string, after: string | undefined, take: number): Promise<MuteRow[]> {
    const rows = await tx.mute.findMany({
      where: { tenantId, id: { lt: after } },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(toMute);
  }

  async change(
    tx: Tx,
    tenantId: string,
    id: string,
    to: { rules: readonly MuteRule[]; reason: string; expiresAt: Date | null; updatedAt: Date },
  ): Promise<void> {
    const rules = to.rules as unknown as Prisma.InputJsonValue;
    await tx.mute.updateMany({ where: { id, tenantId }, data: { ...to, rules } });
  }

  async delete(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    return (await tx.mute.deleteMany({ where: { id, tenantId } })).count === 1;
  }

  /** Those that have not expired, the oldest first. */
  async active(tx: Tx, tenantId: string): Promise<ActiveMute[]> {
    const rows = await tx.$queryRaw<ActiveMute[]>`
      SELECT id, rules, expires_at AS "expiresAt", reason, created_by AS "createdBy" FROM mutes
       WHERE tenant_id = ${tenantId} AND (expires_at IS NULL OR expires_at > app_now()) ORDER BY id`;
    return rows;
  }

  /** Open findings in the order of their ids, locked, with their resources' tags. */
  async findings(tx: Tx, tenantId: string, after: string, take: number): Promise<MutableFinding[]> {
    return tx.$queryRaw`
      SELECT f.id, f.mute_id AS "muteId", f.control_id AS "controlId", f.account_id AS "accountId", f.region,
             f.resource_arn AS "resourceArn", coalesce(r.tags, '{}') AS tags
        FROM findings f LEFT JOIN resources r ON r.tenant_id = f.tenant_id AND r.arn = f.resource_arn
       WHERE f.tenant_id = ${tenantId} AND f.status = 'open' AND f.id > ${after}
       ORDER BY f.id LIMIT ${take} FOR UPDATE OF f`;
  }

  async mute(
    tx: Tx,
    tenantId: string,
    muted: readonly { id: string; muteId: string | null }[],
  ): Promise<void> {
    if (muted.length === 0) return;
    await tx.$executeRaw`
      UPDATE findings f SET mute_id = n."muteId"
        FROM jsonb_to_recordset(${JSON.stringify(muted)}::jsonb) AS n(id text, "muteId" text)
       WHERE f.tenant_id = ${tenantId} AND f.id = n.id`;
  }
}

function toMute(row: Prisma.MuteGetPayload<object>): MuteRow {
  const { id, tenantId, reason, expiresAt, createdBy, createdAt, updatedAt } = row;
  const rules = row.rules as unknown as MuteRule[];
  return { id, tenantId, rules, reason, expiresAt, createdBy, createdAt, updatedAt };
}
