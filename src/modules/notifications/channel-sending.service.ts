import { Injectable } from '@nestjs/common';
import { Destinations } from './destinations.service.js';
import { MessageUrls } from './message-urls.js';
import { Senders } from './senders/senders.js';
import { type Outgoing, Sending, SendFailure, type Sent } from './sending.js';

/** Of one attempt, whatever the receiver does; within it each connection has 10 s. */
const LONGEST_MS = 30_000;

/** Sends messages where their channels, or those named, are. */
@Injectable()
export class ChannelSending extends Sending {
  constructor(
    private readonly destinations: Destinations,
    private readonly urls: MessageUrls,
    private readonly senders: Senders,
  ) {
    super();
  }

  override async send(outgoing: Outgoing, given: AbortSignal): Promise<Sent> {
    const signal = AbortSignal.any([given, AbortSignal.timeout(LONGEST_MS)]);
    const { tenantId, message } = outgoing;
    try {
      const { to, tenantName } = await this.destinations.of(outgoing);
      const urlsOf = (of: Outgoing['message']) => this.urls.of(tenantId, of);
      const dispatch = { outgoing, urls: await urlsOf(message), urlsOf, tenantName, signal };
      const providerId = await inTime(this.senders.send(to, dispatch), signal);
      return { channelType: to.type, providerId };
    } catch (error) {
      if (error instanceof SendFailure) throw error;
      // of ours, such as a database that is away: nobody has refused anything
      throw new SendFailure('retry', error instanceof Error ? error.message : String(error));
    }
  }
}

/** What a library goes on with after the signal, it does for nobody. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, failed) => {
    const late = () => failed(new SendFailure('retry', 'The receiver gave no answer in time'));
    if (signal.aborted) late();
    signal.addEventListener('abort', late, { once: true });
    work.then(done, failed).finally(() => signal.removeEventListener('abort', late));
  });
}
