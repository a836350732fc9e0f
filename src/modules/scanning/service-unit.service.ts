import { Injectable } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import type { Attempt } from '../../platform/queue/index.js';
import { Clock } from '../../shared/clock.js';
import { TenantSettingsService } from '../access/index.js';
import type { Found, Reader, Want } from './aws/reader.js';
import { listersOf, wantOf } from './aws/readers.js';
import type { Control } from './domain/control.js';
import { controls } from './domain/controls/index.js';
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
      const listed: ResourceType[] = [];
      const aws = await this.#enter(work, errors);
      if (aws !== undefined) {
        const rules = await this.#rules(work);
        const scope = unit.region === GLOBAL_REGION ? 'account' : 'region';
        const asked = rules.asks === undefined ? null : controls.filter(rules.asks);
        for (const reader of listersOf(unit.service as Service, scope)) {
          const want = wantOf(reader, asked);
          if (want === undefined) continue;
          const types = await orError(attempt, errors, reader.type.type, () =>
            this.#read(reader, want, { work, aws, rules, errors }),
          );
          listed.push(...(types ?? []));
        }
        await this.writers.deletions(work, listed);
      }
      await work.close({ status: unitStatus(listed.length, errors), errors });
    });
  }

  async #enter({ unit, attempt }: UnitWork, errors: ScanError[]): Promise<Aws | undefined> {
    return orError(attempt, errors, null, async () => (await this.clients.of(unit, attempt.signal)).aws);
  }

  /** Reads to the end of a listing; gives back the types of which it has shown all that there is. */
  async #read(
    reader: Reader,
    want: Want,
    { work, aws, rules, errors }: { work: UnitWork; aws: Aws; rules: Rules; errors: ScanError[] },
  ): Promise<ResourceType[]> {
    const { accountId, region } = work.unit;
    const place: Place = { partition: aws.account.partition, accountId, region };
    const gaps = new Set<ResourceType>();
    for await (const found of readingPages(reader.list(aws, place, want), work.attempt.signal)) {
      if (found.gaps.length > 0) gaps.add(found.type);
      const page = this.writers.ofThisScan(work, found);
      noteMissing(page, errors);
      await this.writers.page(work, page, place, rules);
    }
    return reader.types.filter((type) => !gaps.has(type));
  }

  async #rules({ unit }: UnitWork): Promise<Rules> {
    const settings = await this.tenants.settingsOf(unit.tenantId);
    return {
      now: this.clock.now(),
      thresholds: settings.thresholds,
      exemptTags: settings.exemptTags,
      ...(unit.scanType === 'cost' ? { asks: (control: Control) => control.class === 'waste' } : {}),
    };
  }
}

/** Notes what AWS did not answer, unless another attempt may get it. */
async function orError<T>(
  attempt: Attempt,
  errors: ScanError[],
  resourceType: string | null,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (failed) {
    if (!(failed instanceof ReadFailed) || (failed.again && !attempt.last)) throw failed;
    addError(errors, { ...failed.error, resourceType, part: null });
    return undefined;
  }
}

function noteMissing({ type, configurations, gaps }: Found, errors: ScanError[]): void {
  for (const configuration of configurations) {
    for (const { part: path, missing } of noEvidenceOf(configuration)) {
      const { noEvidence: reason, code, message } = missing;
      if (reason === 'not_read') continue;
      addError(errors, { resourceType: type.type, part: path, reason, code, message });
    }
  }
  for (const { noEvidence: reason, code, message } of gaps) {
    addError(errors, { resourceType: type.type, part: 'list', reason, code, message });
  }
}
