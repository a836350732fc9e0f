import { Injectable } from '@nestjs/common';
import type { Attempt } from '../../platform/queue/index.js';
import { Clock } from '../../shared/clock.js';
import { TenantSettingsService } from '../access/index.js';
import type { Found, Reader } from './aws/reader.js';
import { listersOf } from './aws/readers.js';
import { noEvidenceOf } from './domain/part.js';
import { GLOBAL_REGION, type Place, type ResourceType, type Service } from './domain/resource-type.js';
import { addError, unitStatus, type ScanError } from './domain/scan-outcome.js';
import type { Rules } from './page-writer.js';
import { readingPages, ReadFailed } from './reading.js';
import { UnitClients } from './unit-clients.js';
import { UnitWriters } from './unit-writers.js';
import { Units, type UnitWork } from './units.js';

/** Reads one account × region × service: pages flow from AWS through the controls into the inventory. */
@Injectable()
export class ServiceUnitService {
  constructor(
    private readonly units: Units,
    private readonly clients: UnitClients,
    private readonly tenants: TenantSettingsService,
    private readonly clock: Clock,
    private readonly writers: UnitWriters,
  ) {}

  /** Safe to run twice. @throws ReadFailed when it is worth another attempt */
  async run(ids: { scanId: string; unitId: string }, attempt: Attempt): Promise<void> {
    await this.units.run(ids, attempt, async (work) => {
      const { unit } = work;
      const errors: ScanError[] = [];
      const readers = listersOf(
        unit.service as Service,
        unit.region === GLOBAL_REGION ? 'account' : 'region',
      );
      let listed = 0;
      for (const reader of readers) {
        try {
          await this.#read(reader, work, errors);
          listed += 1;
        } catch (failed) {
          if (!(failed instanceof ReadFailed) || (failed.again && !attempt.last)) throw failed;
          addError(errors, { ...failed.error, resourceType: reader.type.type, part: null });
        }
      }
      await work.close({ status: unitStatus(listed, errors), errors });
    });
  }

  async #read(reader: Reader, work: UnitWork, errors: ScanError[]): Promise<void> {
    const { unit, attempt } = work;
    const { aws } = await this.clients.of(unit, attempt.signal);
    const place: Place = { partition: aws.account.partition, accountId: unit.accountId, region: unit.region };
    const rules = await this.#rules(work);
    const gaps = new Set<ResourceType>();
    for await (const found of readingPages(reader.list(aws, place), attempt.signal)) {
      if (found.gaps.length > 0) gaps.add(found.type);
      noteMissing(found, errors);
      await this.writers.page(work, found, place, rules);
    }
    for (const type of reader.types) {
      if (!gaps.has(type)) await this.writers.deletions(work, type);
    }
  }

  async #rules({ unit }: UnitWork): Promise<Rules> {
    const settings = await this.tenants.settingsOf(unit.tenantId);
    const costOnly = unit.scanType === 'cost';
    return {
      now: this.clock.now(),
      thresholds: settings.thresholds,
      exemptTags: settings.exemptTags,
      asks: (control) => !costOnly || control.class === 'waste',
    };
  }
}

function noteMissing({ type, configurations, gaps }: Found, errors: ScanError[]): void {
  for (const configuration of configurations) {
    for (const { part: path, missing } of noEvidenceOf(configuration)) {
      const { noEvidence: reason, code, message } = missing;
      addError(errors, { resourceType: type.type, part: path, reason, code, message });
    }
  }
  for (const { noEvidence: reason, code, message } of gaps) {
    addError(errors, { resourceType: type.type, part: 'list', reason, code, message });
  }
}
