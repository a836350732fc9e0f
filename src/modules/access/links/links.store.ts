import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../../../platform/database/index.js';
import type { LinkAction, LinkKind } from '../../../platform/links/index.js';

export interface LinkRow extends Omit<Prisma.LinkGetPayload<object>, 'kind' | 'actions'> {
  kind: LinkKind;
  actions: LinkAction[];
}
export type NewLink = Pick<
  LinkRow,
  'id' | 'kind' | 'subjectId' | 'actions' | 'person' | 'email' | 'expiresAt'
>;

/** Days for which a link that has expired is told from one that never was. */
const KEPT_DAYS = 30;

/** Personal links. Every method but the clean-up runs in the transaction of its use case. */
@Injectable()
export class LinkStore {
  constructor(private readonly database: Database) {}

  /** @returns the id of the link that the person has for the thing, which may be an earlier one */
  async insert(tx: Tx, tenantId: string, link: NewLink): Promise<string> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO links (id, tenant_id, kind, subject_id, actions, person, email, expires_at)
      VALUES (${link.id}, ${tenantId}, ${link.kind}, ${link.subjectId}, ${link.actions}, ${link.person}, ${link.email},
              ${link.expiresAt})
          ON CONFLICT (tenant_id, kind, subject_id, person)
          DO UPDATE SET actions = EXCLUDED.actions, email = EXCLUDED.email, expires_at = EXCLUDED.expires_at
      RETURNING id`;
    return rows[0]?.id ?? link.id;
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<LinkRow | undefined> {
    return ((await tx.link.findFirst({ where: { tenantId, id } })) ?? undefined) as LinkRow | undefined;
  }

  /** Uses it up. @returns false where it was used already */
  async use(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    const used = await tx.$executeRaw`
      UPDATE links SET used_at = app_now() WHERE tenant_id = ${tenantId} AND id = ${id} AND used_at IS NULL`;
    return used === 1;
  }

  async removeOld(): Promise<void> {
    await this.database.acrossTenants(
      'links of all tenants that have expired long ago are deleted',
      (tx) => tx.$executeRaw`
        DELETE FROM links WHERE expires_at < app_now() - make_interval(days => ${KEPT_DAYS})`,
    );
  }
}
