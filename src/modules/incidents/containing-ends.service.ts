import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import type { ChangeRow } from '../remediation/index.js';
import { IncidentStore, type IncidentRow } from './incident.store.js';
import { IncidentTold, type ToldChange } from './incident-told.service.js';

export interface Doer {
  /** null: the workflow. */
  by: Actor | null;
  token: string;
}

/** What an incident is when its resources were cut off, or are back. */
@Injectable()
export class ContainingEnds {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly told: IncidentTold,
  ) {}

  /** Contained as soon as one of its resources is. */
  async contained(tenantId: string, id: string, doer: Doer, ended: readonly ChangeRow[]): Promise<void> {
    await this.#end(tenantId, id, doer, async (tx, incident, at) => {
      const fresh = await this.#notes(tx, incident, doer, ended, containedWords);
      const made = fresh.filter(({ status }) => status === 'verified').map(toldOf);
      if (made.length === 0) return {};
      const step = { status: 'contained', containedAt: at, containedBy: nameOf(doer) } as const;
      await this.told.contained(tx, { ...incident, ...step }, { by: doer.by, at }, made);
      return step;
    });
  }

  /** Released when nothing is left that has to be taken back. */
  async released(
    tenantId: string,
    id: string,
    doer: Doer,
    ended: readonly ChangeRow[],
    isAll: boolean,
  ): Promise<void> {
    await this.#end(tenantId, id, doer, async (tx, incident, at) => {
      const fresh = await this.#notes(tx, incident, doer, ended, releasedWords);
      const made = fresh.filter(({ status }) => status === 'restored').map(toldOf);
      if (!isAll || made.length === 0) return {};
      const status = incident.status === 'closed' ? 'closed' : 'released';
      const step = { status, releasedAt: at, releasedBy: nameOf(doer) } as const;
      await this.told.released(tx, { ...incident, ...step }, { by: doer.by, at }, made);
      return step;
    });
  }

  /** It could not be brought to an end, by no attempt. */
  async gaveUp(tx: Tx, tenantId: string, id: string, token: string, error: string): Promise<void> {
    const incident = await this.store.findForUpdate(tx, tenantId, id);
    if (incident?.underWay?.token !== token) return;
    const { what, by: who } = incident.underWay;
    const words = what === 'containing' ? 'containment failed' : 'release failed';
    await this.told.note(tx, incident, {
      what: words,
      who,
      details: { reason: error },
      key: `gave-up/${token}`,
    });
    await this.store.step(tx, incident, { underWay: null });
  }

  /** Once: who comes again with the same token finds that it has ended. */
  async #end(
    tenantId: string,
    id: string,
    { token }: Doer,
    write: (tx: Tx, incident: IncidentRow, at: Date) => Promise<Parameters<IncidentStore['step']>[2]>,
  ): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.store.findForUpdate(tx, tenantId, id);
      if (incident?.underWay?.token !== token) return;
      const step = await write(tx, incident, await this.database.now(tx));
      await this.store.step(tx, incident, { ...step, underWay: null });
    });
  }

  /** @returns those that were not noted before */
  async #notes(
    tx: Tx,
    incident: IncidentRow,
    { by, token }: Doer,
    ended: readonly ChangeRow[],
    wordsOf: (row: ChangeRow) => string,
  ): Promise<ChangeRow[]> {
    const fresh: ChangeRow[] = [];
    for (const row of ended) {
      const { resourceArn, fixId, id: changeId } = row;
      const what = wordsOf(row);
      const reason = row.refusal?.reason ?? row.reason;
      const details = { resourceArn, fixId, changeId, ...(reason === null ? {} : { reason }) };
      // it is contained once, and released once; all else may happen again
      const isEnd = row.status === 'verified' || row.status === 'restored';
      const key = isEnd ? `change/${changeId}/${row.status}` : `change/${changeId}/${token}/${what}`;
      if (await this.told.note(tx, incident, { what, who: by?.owner ?? null, details, key })) fresh.push(row);
    }
    return fresh;
  }
}

const nameOf = ({ by }: Doer): string => by?.owner ?? 'workflow';

const toldOf = ({ id: changeId, fixId, resourceArn }: ChangeRow): ToldChange => ({
  ...{ changeId, fixId, resourceArn },
});

function containedWords({ status, refusal }: ChangeRow): string {
  if (status === 'verified') return 'contained';
  if (status === 'stopped' || refusal?.kind === 'kill_switch') return 'containment stopped';
  return status === 'failed' ? 'containment failed' : 'containment refused';
}

function releasedWords({ status, refusal }: ChangeRow): string {
  if (status === 'restored') return 'released';
  if (status === 'stopped' || refusal?.kind === 'kill_switch') return 'release stopped';
  return status === 'restore_failed' ? 'release failed' : 'release refused';
}
