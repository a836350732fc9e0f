import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';

export interface IncidentNote {
  /** `opened`, `acknowledged`, `containment_refused` … */
  what: string;
  /** null: nobody did it, the workflow has. */
  who: string | null;
  details?: Readonly<Record<string, unknown>>;
  /** What is noted once in an incident, however often it is tried. */
  key: string;
}

export interface IncidentEntry {
  id: string;
  at: Date;
  what: string;
  who: string | null;
  details: unknown;
}

/** The timelines of incidents. */
@Injectable()
export class IncidentNotesStore {
  /** @returns whether it is new */
  async note(tx: Tx, tenantId: string, incidentId: string, note: IncidentNote): Promise<boolean> {
    const { details = {}, ...rest } = note;
    const written = await tx.$executeRaw`
      INSERT INTO incident_entries (id, tenant_id, incident_id, at, what, who, details, key)
      VALUES (${newId('note')}, ${tenantId}, ${incidentId}, app_now(), ${rest.what}, ${rest.who},
              ${JSON.stringify(details)}::jsonb, ${rest.key})
          ON CONFLICT (incident_id, key) DO NOTHING`;
    return written === 1;
  }

  /** In the order in which they were written. */
  async of(tx: Tx, tenantId: string, incidentId: string, most: number): Promise<IncidentEntry[]> {
    return tx.incidentEntry.findMany({
      where: { tenantId, incidentId },
      orderBy: [{ id: 'asc' }],
      take: most,
      select: {
        id: true,
        at: true,
        what: true,
        who: true,
        details: true,
      } satisfies Prisma.IncidentEntrySelect,
    });
  }
}
