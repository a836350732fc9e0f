import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';
import { Database } from '../../../platform/database/index.js';
import { AppError } from '../../../shared/app-error.js';
import { AccountVerificationService } from '../account-verification.service.js';
import type { Verification, VerificationStatus } from '../domain/verification.js';
import { actorOf } from './discovery-state.service.js';
import { DiscoveryStore, type DiscoveryRow, type FoundAccount } from './discovery.store.js';

/** Each takes nine calls, and up to 30 s where AWS does not answer. */
const AT_ONCE = 5;

/** Enters each account that was found, and notes how that went. A failure is told and stops nothing. */
@Injectable()
export class FoundVerification {
  constructor(
    private readonly database: Database,
    private readonly store: DiscoveryStore,
    private readonly verifications: AccountVerificationService,
  ) {}

  async verify(discovery: DiscoveryRow, signal: AbortSignal): Promise<void> {
    const { tenantId, id } = discovery;
    const found = await this.database.withTenant(tenantId, (tx) => this.store.found(tx, tenantId, id));
    const due = found.filter(
      ({ outcome, verification }) =>
        verification === null && (outcome === 'added' || outcome === 'registered'),
    );
    const queue = new PQueue({ concurrency: AT_ONCE });
    try {
      await queue.addAll(
        due.map((one) => async () => {
          signal.throwIfAborted();
          await this.#verify(discovery, one);
        }),
      );
    } finally {
      queue.clear(); // after a failure nothing goes on behind the next attempt
      await queue.onIdle();
    }
  }

  async #verify(discovery: DiscoveryRow, one: FoundAccount): Promise<void> {
    const { status, message } = await this.#try(discovery, one.accountId);
    await this.database.withTenant(discovery.tenantId, (tx) =>
      this.store.saveVerification(tx, one, status, message),
    );
  }

  async #try(
    discovery: DiscoveryRow,
    accountId: string,
  ): Promise<{ status: VerificationStatus; message: string | null }> {
    try {
      return told(await this.verifications.verify(actorOf(discovery), accountId));
    } catch (error) {
      // somebody changed or removed it meanwhile; anything else is a fault of ours, and tried again
      if (error instanceof AppError && (error.code === 'CONFLICT' || error.code === 'NOT_FOUND'))
        return { status: 'failed', message: error.message };
      throw error;
    }
  }
}

function told({ status, checks }: Verification): { status: VerificationStatus; message: string | null } {
  const bad = checks.find((check) => check.status !== 'allowed');
  return { status, message: bad === undefined ? null : `${bad.action}: ${bad.message ?? bad.status}` };
}
