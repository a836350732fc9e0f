import { Injectable } from '@nestjs/common';
import { pause } from '../../platform/polling/index.js';
import { Logger, tracing } from '../../platform/telemetry/index.js';
import { DeliveryOutcomes, type FailedAttempt } from './delivery-outcomes.js';
import { sendPaceMs } from './domain/send-pace.js';
import { LaneStore, type Claim } from './lanes.store.js';
import { NextDelivery } from './next-delivery.js';
import { Sending, SendFailure, type Outgoing, type Sent } from './sending.js';

const LEASE_SECONDS = 15;
const HEARTBEAT_MS = 4_000;
/** A receiver that says nothing for so long has failed. */
const SEND_TIMEOUT_MS = 30_000;
/** Then others have their turn. */
const TURN_MS = 5_000;
/** Who takes messages less often is come back to rather than waited for. */
const WORTH_WAITING_MS = 250;
/** After a mistake of our own, such as a database that is away. */
const BROKEN_MS = 10_000;

/** Sends what is due in lanes, one message after the other. */
@Injectable()
export class LaneRuns {
  constructor(
    private readonly lanes: LaneStore,
    private readonly next: NextDelivery,
    private readonly outcomes: DeliveryOutcomes,
    private readonly sending: Sending,
    private readonly logger: Logger,
  ) {}

  claim(limit: number): Promise<Claim[]> {
    return this.lanes.claim(limit, LEASE_SECONDS);
  }

  /** Never throws. @param signal after it no message is begun; the one that is on its way ends */
  async run(claim: Claim, signal: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const heartbeat = setInterval(() => void this.#beat(claim, lost), HEARTBEAT_MS);
    try {
      await this.#turn(claim, signal, lost.signal);
      await this.lanes.release(claim);
    } catch (error) {
      this.logger.error('A lane of notifications could not be served', { lane: claim.lane, error });
      await this.lanes.release(claim, BROKEN_MS).catch(() => undefined); // its lease ends by itself
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #turn(claim: Claim, signal: AbortSignal, lost: AbortSignal): Promise<void> {
    const until = performance.now() + TURN_MS;
    while (!signal.aborted && !lost.aborted && performance.now() < until) {
      const step = await this.next.begin(claim);
      if (step === undefined) return;
      if (step === 'closed') continue;
      const { send } = step;
      const paceMs = await tracing.takeUp(
        {
          ...{ correlationId: send.correlationId, name: 'notification' },
          attributes: { 'shepherd.delivery': send.deliveryId, 'shepherd.attempt': send.attempt },
        },
        () => this.#send(claim, send, lost),
      );
      if (paceMs === undefined || paceMs > WORTH_WAITING_MS) return;
      await pause(paceMs, signal);
    }
  }

  /** @returns how long to wait for the next; undefined: this lane has to wait */
  async #send(claim: Claim, outgoing: Outgoing, lost: AbortSignal): Promise<number | undefined> {
    const { deliveryId, attempt } = outgoing;
    let sent: Sent;
    try {
      lost.throwIfAborted();
      sent = await this.sending.send(outgoing, AbortSignal.any([AbortSignal.timeout(SEND_TIMEOUT_MS), lost]));
    } catch (error) {
      const failure = failureOf(error);
      tracing.failed(failure.kind);
      const after = await this.outcomes.failed(claim, outgoing, failure);
      const reason = { deliveryId, attempt, reason: failure.error, becomes: after?.status };
      if (after?.status === 'pending') this.logger.warn('A notification will be sent again', reason);
      else this.logger.error('A notification did not arrive', reason);
      return undefined;
    }
    tracing.rename(`notification by ${sent.channelType}`);
    if (!(await this.outcomes.sent(claim, outgoing, sent)))
      this.logger.warn('A notification may come twice: another worker has its lane', { deliveryId, attempt });
    return sendPaceMs[sent.channelType];
  }

  async #beat(claim: Claim, lost: AbortController): Promise<void> {
    try {
      if (!(await this.lanes.extend(claim, LEASE_SECONDS)))
        lost.abort(new Error('another worker has the lane'));
    } catch (error) {
      this.logger.warn('A heartbeat of a lane was missed', { lane: claim.lane, error: String(error) });
    }
  }
}

function failureOf(error: unknown): FailedAttempt {
  if (error instanceof SendFailure)
    return { kind: error.kind, error: error.message, retryAfterMs: error.retryAfterMs };
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return { kind: 'retry', error: `no answer in ${SEND_TIMEOUT_MS / 1000} s` };
  return { kind: 'unforeseen', error: error instanceof Error ? error.message : String(error) };
}
