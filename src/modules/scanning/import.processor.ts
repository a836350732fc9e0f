import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { IMPORT_UNITS } from './domain/imports/scan-reads.js';
import { ImportedFindingsUnit } from './imported-findings-unit.service.js';
import { scanImport } from './scan.jobs.js';
import { Units } from './units.js';
import { VulnerabilitiesUnit } from './vulnerabilities-unit.service.js';

/** Runs the units that read what AWS's own tools know. */
@Injectable()
export class ImportProcessor {
  constructor(
    private readonly units: Units,
    private readonly findings: ImportedFindingsUnit,
    private readonly vulnerabilities: VulnerabilitiesUnit,
  ) {}

  @Handles(scanImport)
  async read(ids: JobOf<typeof scanImport>, attempt: Attempt): Promise<void> {
    await this.units.run(ids, attempt, async (work) => {
      const isFindings = work.unit.service === IMPORT_UNITS.findings;
      await work.close(await (isFindings ? this.findings : this.vulnerabilities).read(work));
    });
  }

  @OnExhausted(scanImport)
  async exhausted(ids: JobOf<typeof scanImport>, _error: string, tx: Tx, tenantId: string): Promise<void> {
    await this.units.giveUp(tx, tenantId, ids);
  }
}
