import { Injectable } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import { Clock, DAY_MS } from '../../shared/clock.js';
import { inspectorFindings } from './aws/imports/inspector-findings.js';
import { chunks, mapConcurrent } from './aws/map-concurrent.js';
import { withPatches } from './domain/imports/correlate.js';
import { fromInspector } from './domain/imports/inspector.js';
import { vulnerabilitiesOf } from './domain/imports/patches.js';
import type { Vulnerability } from './domain/imports/vulnerability.js';
import { unitStatus, type ScanError, type UnitOutcome } from './domain/scan-outcome.js';
import { MissingPatches } from './missing-patches.js';
import { readingPages } from './reading.js';
import { UnitClients } from './unit-clients.js';
import { orError } from './unit-reading.js';
import type { UnitWork } from './units.js';
import { VulnerabilitiesStore } from './vulnerabilities.store.js';

/** DescribeInstancePatches is throttled early. */
const NODES_AT_ONCE = 5;
const NODES_WRITTEN_AT_ONCE = 25;
const ALWAYS = new Date(0);

/** Reads the vulnerabilities of one account × region, and which missing patches close them. */
@Injectable()
export class VulnerabilitiesUnit {
  constructor(
    private readonly clients: UnitClients,
    private readonly store: VulnerabilitiesStore,
    private readonly clock: Clock,
  ) {}

  /** Safe to run twice. @throws ReadFailed when it is worth another attempt */
  async read(work: UnitWork): Promise<UnitOutcome> {
    const { unit, attempt } = work;
    const { reads } = unit.scope;
    const errors: ScanError[] = [];
    if (reads?.kind !== 'vulnerabilities') return { status: 'completed', errors };
    const entered = await orError(attempt, errors, null, () => this.clients.of(unit, attempt.signal));
    if (entered === undefined) return { status: unitStatus(0, errors), errors };
    const { aws } = entered;
    const patches = reads.includePatches ? await MissingPatches.list(work, aws, errors) : undefined;
    const asksInspector = reads.source === 'targeted' && reads.includeInspector;
    const read = asksInspector
      ? await orError(attempt, errors, 'AWS::InspectorV2::Finding', () =>
          this.#inspector(work, aws, patches, reads.daysBack),
        )
      : patches && (await this.#patches(work, aws, patches));
    await this.#write(work, [], async (tx) =>
      this.store.mergeProviders(tx, unit, { patchesRead: patches !== undefined }),
    );
    return { status: unitStatus(read === true ? 1 : 0, errors), errors };
  }

  async #inspector(
    work: UnitWork,
    aws: Aws,
    patches: MissingPatches | undefined,
    daysBack: number,
  ): Promise<true> {
    const { unit, attempt } = work;
    const since = new Date(this.clock.now().getTime() - daysBack * DAY_MS);
    const { partition } = aws.account;
    const read = { partition, accountId: unit.accountId, region: unit.region, since };
    for await (const page of readingPages(inspectorFindings(aws, since), attempt.signal)) {
      const found = page.map((one) => fromInspector(one, read)).filter((one) => one !== undefined);
      const instances = [...new Set(found.flatMap(({ instanceId }) => instanceId ?? []))];
      await mapConcurrent(instances, async (id) => patches?.of(id), NODES_AT_ONCE);
      const closed = found.map(async (one) => {
        const lacking = one.instanceId === null ? undefined : await patches?.of(one.instanceId);
        return withPatches(one, lacking ?? null);
      });
      await this.#write(work, await Promise.all(closed));
    }
    await this.#write(work, [], (tx) =>
      this.store.closeUnseen(tx, unit, 'inspector', { writtenSince: since, unknownInstances: [] }),
    );
    return true;
  }

  async #patches(work: UnitWork, aws: Aws, patches: MissingPatches): Promise<true> {
    const { unit, attempt } = work;
    const place = { partition: aws.account.partition, accountId: unit.accountId, region: unit.region };
    for (const instances of chunks(patches.lacking, NODES_WRITTEN_AT_ONCE)) {
      attempt.signal.throwIfAborted();
      const found = await mapConcurrent(
        instances,
        async (id) => vulnerabilitiesOf(id, (await patches.of(id)) ?? [], place, this.clock.now()),
        NODES_AT_ONCE,
      );
      await this.#write(work, found.flat());
    }
    const unknownInstances = await patches.unknown();
    await this.#write(work, [], (tx) =>
      this.store.closeUnseen(tx, unit, 'ssm', { writtenSince: ALWAYS, unknownInstances }),
    );
    return true;
  }

  async #write(
    { unit, write }: UnitWork,
    found: readonly Vulnerability[],
    also?: (tx: Parameters<Parameters<UnitWork['write']>[0]>[0]) => Promise<void>,
  ): Promise<void> {
    if (found.length === 0 && also === undefined) return;
    await write(async (tx) => {
      await this.store.upsert(tx, unit, found);
      await also?.(tx);
      return { resources: 0, findings: found.length };
    });
  }
}
