import type { ChannelType, Recipient } from './domain/destination.js';
import type { Message } from './domain/message.js';

/** A message on its way to one recipient. */
export interface Outgoing {
  tenantId: string;
  /** `dlv_…`: the same for each attempt. Receivers are given it, so that they can tell a repetition. */
  deliveryId: string;
  recipient: Recipient;
  message: Message;
  /** Messages of one key belong together: a thread where the recipient has such a thing. */
  threadKey: string | null;
  correlationId: string;
  /** 1 for the first. */
  attempt: number;
}

export interface Sent {
  channelType: ChannelType;
  /** What the receiver calls it: a message id; null where it says nothing. */
  providerId: string | null;
}

/**
 * Why a message did not arrive. `retry`: it may next time (`retryAfterMs`: the receiver said when). `refused`: this
 * message never will, others may. `dead`: nothing will until somebody mends the channel (revoked webhook, unknown
 * topic, no transport): it is paused with this reason.
 */
export class SendFailure extends Error {
  constructor(
    readonly kind: 'retry' | 'refused' | 'dead',
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'SendFailure';
  }
}

/** Sends one message once. Implemented over the channels; what retries stands on this. */
export abstract class Sending {
  /** @throws SendFailure and nothing else for whatever the receiver does */
  abstract send(outgoing: Outgoing, signal: AbortSignal): Promise<Sent>;
}
