import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Changes, isNothingLeft, type ChangeCallRow, type ChangeRow } from '../remediation/index.js';
import { IncidentEvidenceStore, type EvidenceRow } from './incident-evidence.store.js';
import { IncidentNotesStore, type IncidentEntry } from './incident-notes.store.js';
import { ownerOf } from './incident-plans.service.js';
import type { IncidentRow } from './incident.store.js';

/** Entries that an answer shows. */
const MOST_ENTRIES = 1000;

/** What hangs on an incident. Each method runs in its use case's transaction. */
@Injectable()
export class IncidentReading {
  constructor(
    private readonly notes: IncidentNotesStore,
    private readonly pieces: IncidentEvidenceStore,
    private readonly all: Changes,
  ) {}

  entries(tx: Tx, { tenantId, id }: IncidentRow): Promise<IncidentEntry[]> {
    return this.notes.of(tx, tenantId, id, MOST_ENTRIES);
  }

  evidence(tx: Tx, { tenantId, id }: IncidentRow): Promise<EvidenceRow[]> {
    return this.pieces.of(tx, tenantId, id);
  }

  /** `isLeft`: it has to be taken back before all is as it was. */
  async changes(tx: Tx, { tenantId, id }: IncidentRow): Promise<(ChangeRow & { isLeft: boolean })[]> {
    const rows = await this.all.of(tx, tenantId, ownerOf(id));
    return rows.map((row) => ({ ...row, isLeft: !isNothingLeft(row.status) }));
  }

  callsOf(tx: Tx, { tenantId, id }: ChangeRow): Promise<ChangeCallRow[]> {
    return this.all.callsOf(tx, tenantId, id);
  }

  piece(tx: Tx, { tenantId, id }: IncidentRow, evidenceId: string) {
    return this.pieces.find(tx, tenantId, id, evidenceId);
  }
}
