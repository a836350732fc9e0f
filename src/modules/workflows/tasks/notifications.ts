import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../../platform/database/index.js';
import { Outbox } from '../../../platform/outbox/index.js';
import { Task, type TaskContext } from '../../../platform/tasks/index.js';
import { severities } from '../../scanning/index.js';
import { notificationTargets } from '../definitions/parameters.js';
import { notificationRequested } from './facts.js';

const input = z.object({
  targets: notificationTargets,
  subject: z.string().min(1).max(500),
  severity: z.enum(severities).nullable().default(null),
  details: z.record(z.string(), z.unknown()).default({}),
});

/** Asks for people to be told: by a fact, so that who delivers it is of no concern here. */
@Injectable()
export class NotificationsTask {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Run twice it asks twice with the same `requestKey`: who delivers tells them apart by it. */
  @Task('send-notifications', input)
  async ask(
    { targets, subject, severity, details }: z.output<typeof input>,
    { tenantId, idempotencyKey, execution }: TaskContext,
  ) {
    if (targets.length === 0) return { requested: false, reason: 'No notificationTargets were given' };
    const payload = {
      ...{ requestKey: idempotencyKey, targets, subject, severity, details },
      executionId: execution?.id ?? null,
    };
    await this.database.withTenant(tenantId, (tx) =>
      this.outbox.write(tx, tenantId, notificationRequested, [{ key: idempotencyKey, payload }]),
    );
    return { requested: true, targets, subject };
  }
}
