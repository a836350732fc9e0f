import { Injectable } from '@nestjs/common';
import type { Attempt } from '../../platform/queue/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock } from '../../shared/clock.js';
import { TenantSettingsService } from '../access/index.js';
import { IMPORT_BATCH, importFindings } from './aws/securityhub-export.js';
import { severities } from './domain/control.js';
import { ASFF_PREFIX } from './domain/exports/asff.js';
import { commonFailure, isNotEnabled, type ImportFailure } from './domain/exports/import-failure.js';
import { ExportLedger, type ExportPlace } from './export-ledger.service.js';
import { reading, ReadFailed } from './reading.js';
import { UnitClients } from './unit-clients.js';

const FAILURES_SHOWN = 20;

/** What has come of an attempt so far. */
interface Tally {
  sent: number;
  failed: number;
  failures: { findingId: string; code: string; message: string }[];
}

/** Sends a place's changed findings to its Security Hub. */
@Injectable()
export class SecurityHubExport {
  constructor(
    private readonly ledger: ExportLedger,
    private readonly clients: UnitClients,
    private readonly tenants: TenantSettingsService,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Safe to run twice: Security Hub knows a finding by its Id, and takes the newer of two.
   * @throws ReadFailed when AWS might take them a little later
   */
  async run(place: ExportPlace, attempt: Attempt): Promise<void> {
    const { securityHub } = (await this.tenants.settingsOf(place.tenantId)).exports;
    if (!securityHub.enabled) return; // switched off since the scan ended
    const lowest = severities.indexOf(securityHub.minimumSeverity ?? 'informational');
    const attemptedAt = this.clock.now();
    const tally: Tally = { sent: 0, failed: 0, failures: [] };
    try {
      await this.#send(place, severities.slice(0, lowest + 1), attempt.signal, tally);
    } catch (error) {
      if (!(error instanceof ReadFailed)) throw error;
      if (error.again && !attempt.last) throw error;
      await this.#refused(place, { ...tally, attemptedAt, lastExportedAt: null }, error);
      return;
    }
    await this.ledger.close(place, { ...tally, attemptedAt, lastExportedAt: this.clock.now(), error: null });
    const { accountId, region } = place;
    const { sent, failed, failures } = tally;
    if (failed > 0)
      this.logger.warn('Security Hub refused findings', { accountId, region, failed, first: failures[0] });
    else if (sent > 0) this.logger.info('Findings were sent to Security Hub', { accountId, region, sent });
  }

  async #send(
    place: ExportPlace,
    wanted: (typeof severities)[number][],
    signal: AbortSignal,
    tally: Tally,
  ): Promise<void> {
    const batches = this.ledger.changes(place, wanted, IMPORT_BATCH, () => this.clock.now());
    let entered: Awaited<ReturnType<UnitClients['of']>> | undefined;
    for await (const batch of batches) {
      entered ??= await this.clients.of(place, signal); // nobody is asked where nothing has changed
      const { aws } = entered;
      const failures = await reading(
        () =>
          importFindings(
            aws,
            batch.findings.map(({ asff }) => asff),
          ),
        signal,
      );
      const common = commonFailure(failures, batch.findings.length);
      if (common !== undefined) throw new ReadFailed({ reason: 'denied', ...common }, false);
      tally.sent += await this.ledger.record(place, batch, failures);
      tally.failed += failures.length;
      const room = FAILURES_SHOWN - tally.failures.length;
      tally.failures.push(...failures.slice(0, room).map(shown));
    }
  }

  async #refused(
    place: ExportPlace,
    ended: Tally & { attemptedAt: Date; lastExportedAt: null },
    { error: { reason: why, code, message } }: ReadFailed,
  ): Promise<void> {
    const reason = isNotEnabled({ code, message }) ? 'not_enabled' : why;
    await this.ledger.close(place, { ...ended, error: { reason, code, message } });
    const { accountId, region } = place;
    this.logger.warn('Findings were not sent to Security Hub', { accountId, region, reason, code, message });
  }
}

const shown = ({ id, code, message }: ImportFailure) => ({
  findingId: id.slice(ASFF_PREFIX.length),
  ...{ code, message: message.slice(0, 500) },
});
