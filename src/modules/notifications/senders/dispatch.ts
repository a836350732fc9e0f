import type { LinkTarget } from '../domain/message.js';
import type { Outgoing } from '../sending.js';
import type { ChannelTarget } from '../domain/channel-config.js';

/** Where a message goes, with what is needed to get in. */
export type Destination = ChannelTarget & {
  /** null: somebody named. */
  channelId: string | null;
  /** The variables of the service name it: it may be anywhere. */
  isOperators: boolean;
};
export type DestinationOf<T extends Destination['type']> = Extract<Destination, { type: T }>;

/** A message with all that its recipient is to see. */
export interface Dispatch {
  outgoing: Outgoing;
  /** Addresses of what messages link to; made before it is sent. */
  urls: (to: LinkTarget) => string | undefined;
  /** Of another message, such as the first of a thread. */
  urlsOf: (message: Outgoing['message']) => Promise<Dispatch['urls']>;
  tenantName: string;
  signal: AbortSignal;
}
