import { Injectable } from '@nestjs/common';
import { callMeter, newCallCount } from '../../platform/aws/index.js';
import type { Attempt } from '../../platform/queue/index.js';
import type { Reader, Want } from './aws/reader.js';
import { listersOf, wantOf } from './aws/readers.js';
import { DescribedUnitService } from './described-unit.service.js';
import { controls } from './domain/controls/index.js';
import { NOT_READ, type NoEvidence } from './domain/part.js';
import { GLOBAL_REGION, type Place, type ResourceType, type Service } from './domain/resource-type.js';
import { unitStatus, type ScanError } from './domain/scan-outcome.js';
import { PageBuffer } from './page-buffer.js';
import { PlaceUnits, type PlaceIds, type PlaceWork } from './place-units.js';
import { readingPages } from './reading.js';
import { askedBy, ScanRules, tagsDecide } from './scan-rules.service.js';
import type { OpenUnit } from './scan-unit.store.js';
import { UnitClients } from './unit-clients.js';
import { noteMissing, orError, type UnitReading } from './unit-reading.js';
import { ofThisScan, UnitWriters, type ListedUnit } from './unit-writers.js';

type Missed = ListedUnit['missed'][number];

/** Reads the services of one account × region: pages flow from AWS through the controls into the inventory. */
@Injectable()
export class ServiceUnitService {
  constructor(
    private readonly places: PlaceUnits,
    private readonly clients: UnitClients,
    private readonly rules: ScanRules,
    private readonly described: DescribedUnitService,
    private readonly writers: UnitWriters,
  ) {}

  /** Safe to run twice. @throws ReadFailed when it is worth another attempt */
  async run(ids: PlaceIds, attempt: Attempt): Promise<void> {
    let pages: PageBuffer | undefined;
    await this.places.run<ListedUnit>(
      ids,
      attempt,
      (unit, work) => {
        pages ??= new PageBuffer(work, this.writers.pages);
        return this.#unit(unit, work, pages);
      },
      async (ends, work) => {
        await pages?.flush();
        await this.writers.listed(ends, work);
      },
    );
  }

  async #unit(unit: OpenUnit, work: PlaceWork, pages: PageBuffer): Promise<ListedUnit> {
    const { attempt } = work;
    const errors: ScanError[] = [];
    const end = { unit, listed: [], missed: [] };
    const entered = await orError(attempt, errors, null, () => this.clients.of(unit, attempt.signal));
    if (entered === undefined) return { ...end, outcome: { status: unitStatus(0, errors), errors } };
    const rules = await this.rules.ofScan(unit);
    const reading: UnitReading = { unit, work, aws: entered.aws, rules, errors, pages };
    const count = newCallCount();
    if (unit.scanType === 'reassessment' || (unit.scope.resourceArns ?? null) !== null) {
      const read = await callMeter.run(count, () => this.described.run(reading));
      return { ...end, outcome: { status: unitStatus(read, errors, count.answers), errors } };
    }
    const { listed, missed } = await callMeter.run(count, () => this.#list(reading));
    const status = unitStatus(listed.length, errors, count.answers);
    return { unit, listed, missed, outcome: { status, errors } };
  }

  /** Lists every type of the service that the asked controls are about. */
  async #list(reading: UnitReading): Promise<Pick<ListedUnit, 'listed' | 'missed'>> {
    const { unit, work, errors, rules } = reading;
    const listed: ResourceType[] = [];
    const missed: Missed[] = [];
    const asked = askedBy(rules, controls);
    const byTags = tagsDecide(rules) || (unit.scope.tags ?? null) !== null;
    const scope = unit.region === GLOBAL_REGION ? 'account' : 'region';
    for (const reader of listersOf(unit.service as Service, scope)) {
      const want = wantOf(reader, asked, { byTags });
      if (want === undefined) continue;
      const failed: ScanError[] = [];
      const gaps = await orError(work.attempt, failed, reader.type.type, () =>
        this.#read(reader, want, reading),
      );
      const [error] = failed;
      if (error !== undefined) {
        errors.push(error);
        const { reason: noEvidence, code, message } = error;
        missed.push(...reader.types.map((type) => ({ type, missing: { noEvidence, code, message } })));
        continue;
      }
      listed.push(...reader.types.filter((type) => gaps?.has(type) === false));
      for (const [type, missing] of gaps ?? [])
        if (missing.noEvidence !== 'not_read') missed.push({ type, missing });
    }
    return { listed, missed };
  }

  /** Reads to the end of a listing; gives back the types of which it may not have shown all that there is. */
  async #read(reader: Reader, want: Want, reading: UnitReading): Promise<Map<ResourceType, NoEvidence>> {
    const { unit, work, aws, rules, errors, pages } = reading;
    const { accountId, region } = unit;
    const place: Place = { partition: aws.account.partition, accountId, region };
    const gaps = new Map<ResourceType, NoEvidence>();
    for await (const found of readingPages(reader.list(aws, place, want), work.attempt.signal)) {
      for (const gap of found.gaps)
        if ((gaps.get(found.type) ?? NOT_READ).noEvidence === 'not_read') gaps.set(found.type, gap);
      const page = ofThisScan(unit, found);
      noteMissing(page, errors);
      await pages.add({ ...page, unit, place, rules });
    }
    return gaps;
  }
}
