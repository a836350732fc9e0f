import { Injectable } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import { Clock, DAY_MS } from '../../shared/clock.js';
import { nonCompliances } from './aws/imports/config-compliance.js';
import { securityHubFindings } from './aws/imports/security-hub-findings.js';
import { fromConfig, isOfSecurityHub } from './domain/imports/config-rules.js';
import type { ImportedFinding, ImportProvider } from './domain/imports/imported-finding.js';
import { fromSecurityHub } from './domain/imports/security-hub.js';
import { unitStatus, type ScanError, type UnitOutcome } from './domain/scan-outcome.js';
import { ImportedFindingsStore } from './imported-findings.store.js';
import { readingPages } from './reading.js';
import { UnitClients } from './unit-clients.js';
import { orError } from './unit-reading.js';
import type { UnitWork } from './units.js';

const ALWAYS = new Date(0);

/** Reads what Security Hub and AWS Config say of one account × region. */
@Injectable()
export class ImportedFindingsUnit {
  constructor(
    private readonly clients: UnitClients,
    private readonly store: ImportedFindingsStore,
    private readonly clock: Clock,
  ) {}

  /** Safe to run twice. @throws ReadFailed when it is worth another attempt */
  async read(work: UnitWork): Promise<UnitOutcome> {
    const { unit, attempt } = work;
    const errors: ScanError[] = [];
    const entered = await orError(attempt, errors, null, () => this.clients.of(unit, attempt.signal));
    if (entered === undefined) return { status: unitStatus(0, errors), errors };
    const { aws } = entered;
    const hub = await orError(attempt, errors, 'AWS::SecurityHub::Finding', () => this.#hub(work, aws));
    const config = await orError(attempt, errors, 'AWS::Config::ConfigRule', () =>
      this.#config(work, aws, hub === true),
    );
    return { status: unitStatus([hub, config].filter(Boolean).length, errors), errors };
  }

  async #hub(work: UnitWork, aws: Aws): Promise<true> {
    const { accountId, region, scope } = work.unit;
    const now = this.clock.now();
    const daysBack = scope.reads?.daysBack ?? 0;
    const since = new Date(now.getTime() - daysBack * DAY_MS);
    const read = { accountId, region, since };
    for await (const page of readingPages(securityHubFindings(aws, { since, now }), work.attempt.signal)) {
      const findings = page.map((one) => fromSecurityHub(one, read));
      await this.#write(
        work,
        findings.filter((one) => one !== undefined),
      );
    }
    await this.#resolve(work, 'securityhub', since);
    return true;
  }

  /** Rules that Security Hub has made for itself are left out where it was read: it has told of them already. */
  async #config(work: UnitWork, aws: Aws, hubWasRead: boolean): Promise<true> {
    const { accountId, region } = work.unit;
    const place = { partition: aws.account.partition, accountId, region };
    const isWanted = (ruleName: string) => !hubWasRead || !isOfSecurityHub(ruleName);
    for await (const page of readingPages(nonCompliances(aws, isWanted), work.attempt.signal)) {
      await this.#write(
        work,
        page.map((one) => fromConfig(one, place)),
      );
    }
    await this.#resolve(work, 'config', ALWAYS);
    return true;
  }

  async #write({ unit, write }: UnitWork, findings: readonly ImportedFinding[]): Promise<void> {
    if (findings.length === 0) return;
    await write(async (tx) => {
      await this.store.upsert(tx, unit, findings);
      return { resources: 0, findings: findings.length };
    });
  }

  async #resolve({ unit, write }: UnitWork, provider: ImportProvider, writtenSince: Date): Promise<void> {
    await write(async (tx) => {
      await this.store.resolveUnseen(tx, unit, provider, writtenSince);
      return { resources: 0, findings: 0 };
    });
  }
}
