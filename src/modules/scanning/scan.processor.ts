import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { AccountUnitService } from './account-unit.service.js';
import { AssessmentService } from './assessment.service.js';
import { MuteApplying } from './mute-applying.service.js';
import { applyMutes, scanAccount, scanAssessment, scanPlace } from './scan.jobs.js';
import { ServiceUnitService } from './service-unit.service.js';
import { UnitEnds } from './unit-ends.js';

@Injectable()
export class ScanProcessor {
  constructor(
    private readonly accounts: AccountUnitService,
    private readonly services: ServiceUnitService,
    private readonly assessments: AssessmentService,
    private readonly mutes: MuteApplying,
    private readonly ends: UnitEnds,
  ) {}

  @Handles(scanAccount)
  async account(ids: JobOf<typeof scanAccount>, attempt: Attempt): Promise<void> {
    await this.accounts.run(ids, attempt);
  }

  @Handles(scanPlace)
  async place(ids: JobOf<typeof scanPlace>, attempt: Attempt): Promise<void> {
    await this.services.run(ids, attempt);
  }

  @Handles(scanAssessment)
  async assess(ids: JobOf<typeof scanAssessment>, attempt: Attempt): Promise<void> {
    await this.assessments.run(ids, attempt);
  }

  @Handles(applyMutes)
  async mute(_: JobOf<typeof applyMutes>, { tenantId }: Attempt): Promise<void> {
    await this.mutes.apply(tenantId);
  }

  @OnExhausted(scanAccount)
  async accountExhausted(
    ids: JobOf<typeof scanAccount>,
    _error: string,
    tx: Tx,
    tenantId: string,
  ): Promise<void> {
    await this.ends.units.giveUp(tx, tenantId, ids);
  }

  @OnExhausted(scanPlace)
  async placeExhausted(
    ids: JobOf<typeof scanPlace>,
    _error: string,
    tx: Tx,
    tenantId: string,
  ): Promise<void> {
    await this.ends.places.giveUp(tx, tenantId, ids);
  }

  @OnExhausted(scanAssessment)
  async assessmentExhausted(
    ids: JobOf<typeof scanAssessment>,
    _error: string,
    tx: Tx,
    tenantId: string,
  ): Promise<void> {
    await this.ends.units.giveUp(tx, tenantId, ids);
  }
}
