import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Outbound } from '../../../platform/outbound/index.js';
import { Clock } from '../../../shared/clock.js';
import { Rendering } from '../rendering.service.js';
import type { DestinationOf, Dispatch } from './dispatch.js';
import { answerFailure, networkFailure } from './failures.js';

/**
 * The signature of standardwebhooks.com (spec/standard-webhooks.md, "Signature scheme").
 *
 * A receiver verifies a message like this: take the body as it came, byte for byte; compute HMAC-SHA256 over
 * `${webhook-id}.${webhook-timestamp}.${body}` with the secret (of `whsec_…` the bytes behind it, from base64; of any
 * other text its own bytes); compare its base64 in constant time with each of the space-separated signatures in
 * webhook-signature, behind `v1,`; refuse a timestamp that is five minutes off. webhook-id is the same for each attempt
 * of a message: what was seen before is a repetition.
 */
export function webhookSignature(secret: string, id: string, timestampSeconds: number, body: string): string {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice(6), 'base64')
    : Buffer.from(secret, 'utf8');
  const digest = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64');
  return `v1,${digest}`;
}

/** Signed webhooks. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly outbound: Outbound,
    private readonly rendering: Rendering,
    private readonly clock: Clock,
  ) {}

  async send(to: DestinationOf<'webhook'>, { outgoing, urls, signal }: Dispatch): Promise<string | null> {
    const { deliveryId, message, attempt } = outgoing;
    const { url, secret } = to.config;
    const now = this.clock.now();
    const seconds = Math.floor(now.getTime() / 1000);
    const body = JSON.stringify({
      ...{ type: `notification.${message.kind}`, timestamp: message.at },
      data: notificationData(outgoing, this.rendering.json(message, urls)),
    });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'compliance-shepherd',
      'webhook-id': deliveryId,
      'webhook-timestamp': String(seconds),
      'webhook-signature': webhookSignature(secret, deliveryId, seconds, body),
      'x-shepherd-attempt': String(attempt),
    };
    const who = new URL(url).host;
    const reach = to.isOperators ? 'anywhere' : 'public';
    const answered = await this.outbound
      .post(url, { headers, body, signal, reach })
      .catch((error: unknown) => {
        throw networkFailure(who, error);
      });
    if (answered.status < 200 || answered.status >= 300)
      throw answerFailure(who, answered, { now, address: url });
    return null;
  }
}

/** What machines get: the message, and which delivery it is. */
export const notificationData = (
  { tenantId, deliveryId, threadKey, correlationId }: Dispatch['outgoing'],
  rendered: object,
): Record<string, unknown> => ({ tenantId, deliveryId, threadKey, correlationId, ...rendered });
