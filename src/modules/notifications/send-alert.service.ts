import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { AppError } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { Channels } from './channels.service.js';
import { deliveryAnswerOf } from './deliveries.service.js';
import type { DeliveryRow } from './deliveries.store.js';
import { DirectDeliveries } from './direct-deliveries.js';
import type { Message } from './domain/message.js';
import { told } from './domain/words/told.js';
import { ScanMessageStore } from './notification-scans.store.js';
import type { AlertAnswer, SendAlert } from './send-alert.schemas.js';

const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 150;

/** The message of specs/4, sent by hand. */
@Injectable()
export class SendAlertService {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly scans: ScanMessageStore,
    private readonly deliveries: DirectDeliveries,
    private readonly clock: Clock,
  ) {}

  /** Who asks sees what became of it; what takes longer goes on all the same. */
  async send(caller: Caller, { channel: type }: SendAlert): Promise<AlertAnswer> {
    const { tenantId } = caller;
    const ids = await this.database.withTenant(tenantId, async (tx) => {
      const channelIds = await this.#channels(tx, tenantId, type);
      const message = (await this.scans.last(tx, tenantId)) ?? this.#noScan();
      return this.deliveries.add(tx, caller, channelIds, message);
    });
    const until = performance.now() + WAIT_MS;
    let rows = await this.deliveries.read(tenantId, ids);
    while (rows.some(isUnderWay) && performance.now() < until) {
      await pause(LOOK_EVERY_MS);
      rows = await this.deliveries.read(tenantId, ids);
    }
    return answer(rows);
  }

  async #channels(tx: Tx, tenantId: string, type: SendAlert['channel']): Promise<string[]> {
    const all = (await this.channels.of(tx, tenantId)).filter((channel) => channel.type === type);
    const usable = all.filter(({ enabled, pausedAt }) => enabled && pausedAt === null);
    if (usable.length > 0) return usable.map(({ id }) => id);
    const names = all.map(({ name }) => name).join(', ');
    const message =
      all.length === 0
        ? `There is no ${type} channel: make one with POST /notifications/channels`
        : `No ${type} channel can be used: ${names} ${all.length === 1 ? 'is' : 'are'} disabled or paused (GET /notifications/channels)`;
    throw new AppError('PRECONDITION_FAILED', message);
  }

  #noScan(): Message {
    return told({
      ...{ kind: 'scan', at: this.clock.now().toISOString(), title: 'No scan has ended yet' },
      text: 'Start one with POST /api/schedule/trigger; what it finds is told here.',
    });
  }
}

const isUnderWay = ({ status }: DeliveryRow): boolean => status === 'pending';

function answer(rows: readonly DeliveryRow[]): AlertAnswer {
  const failed = rows.filter(({ status }) => status !== 'sent' && status !== 'pending');
  const waiting = rows.filter(isUnderWay);
  const deliveries = rows.map(deliveryAnswerOf);
  if (failed.length > 0)
    return { status: 'failed', message: `It did not arrive: ${reasons(failed)}`, deliveries };
  if (waiting.length === 0)
    return { status: 'sent', message: `Sent to ${channelsOf(rows.length)}`, deliveries };
  const why = reasons(waiting);
  const soFar = `Has not arrived at ${channelsOf(waiting.length)} yet and is tried again`;
  return { status: 'queued', message: why === '' ? soFar : `${soFar}: ${why}`, deliveries };
}

const channelsOf = (count: number): string => (count === 1 ? '1 channel' : `${count} channels`);

const reasons = (rows: readonly DeliveryRow[]): string =>
  [...new Set(rows.flatMap(({ lastError }) => lastError ?? []))].join('; ');
