import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Clock } from '../../shared/clock.js';
import { muteOf } from './domain/mute.js';
import { FindingsWriter } from './findings-writer.js';
import { MuteStore, type MutableFinding } from './mute.store.js';
import type { MuteTrial, SaveMute } from './mutes.schemas.js';

const BATCH = 1000;
const SAMPLE = 20;

/** What mutes do to the findings that are open. */
@Injectable()
export class MuteApplying {
  constructor(
    private readonly database: Database,
    private readonly store: MuteStore,
    private readonly writer: FindingsWriter,
    private readonly clock: Clock,
  ) {}

  /** Which open findings some rules would mute; changes nothing. */
  async tryOut({ tenantId }: Caller, { rules }: Pick<SaveMute, 'rules'>): Promise<MuteTrial> {
    const mute = { id: 'trial', rules, expiresAt: null };
    const trial: MuteTrial = { matches: 0, sample: [] };
    await this.#eachBatch(tenantId, async (_tx, findings) => {
      for (const finding of findings) {
        if (muteOf([mute], finding, this.clock.now()) === null) continue;
        trial.matches += 1;
        const { id: findingId, controlId, resourceArn } = finding;
        if (trial.sample.length < SAMPLE) trial.sample.push({ findingId, controlId, resourceArn });
      }
    });
    return trial;
  }

  /** Brings every open finding in line with the rules as they are now. Safe to run twice. */
  async apply(tenantId: string): Promise<void> {
    await this.#eachBatch(tenantId, async (tx, findings) => {
      const mutes = await this.store.active(tx, tenantId);
      const changed = findings
        .map((finding) => ({ finding, muteId: muteOf(mutes, finding, this.clock.now()) }))
        .filter(({ finding, muteId }) => finding.muteId !== muteId);
      await this.store.mute(
        tx,
        tenantId,
        changed.map(({ finding: { id }, muteId }) => ({ id, muteId })),
      );
      const byId = new Map(mutes.map((mute) => [mute.id, mute]));
      const muted = changed.flatMap(({ finding, muteId }) => {
        const mute = byId.get(muteId ?? '');
        // another one had muted it before: nobody has to be told
        if (mute === undefined || byId.has(finding.muteId ?? '')) return [];
        const { id: mutedBy, reason, createdBy: by, expiresAt: until } = mute;
        return [{ finding, reason, by, until, mutedBy }];
      });
      await this.writer.tellSuppressed(tx, tenantId, muted);
    });
  }

  async #eachBatch(
    tenantId: string,
    work: (tx: Tx, findings: MutableFinding[]) => Promise<void>,
  ): Promise<void> {
    let after = '';
    for (;;) {
      const last = await this.database.withTenant(tenantId, async (tx) => {
        const findings = await this.store.findings(tx, tenantId, after, BATCH);
        await work(tx, findings);
        return findings.length === BATCH ? findings.at(-1)?.id : undefined;
      });
      if (last === undefined) return;
      after = last;
    }
  }
}
