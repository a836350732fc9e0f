import type { Schemas } from '../../../api/api.js';
import { Time } from '../../../ui/time.js';

/** Whether anything goes out by it, and if not, why. */
export const ChannelState = ({ of }: { of: Schemas['NotificationChannel'] }) =>
  of.pausedAt !== null ? (
    <span>
      <span className="badge bad">paused</span> <Time at={of.pausedAt} short />
      <small className="line">{of.pausedReason}</small>
    </span>
  ) : of.enabled ? (
    <span className="badge good">on</span>
  ) : (
    <span className="badge soft">off</span>
  );

const LOOKS = { pending: 'warn', sent: 'good', failed: 'bad', refused: 'bad', waiting: 'warn' } as const;

/** What a status means for who waits for the message. */
export const statusInWords = {
  pending: 'it is on its way, or tried again later',
  sent: 'its receiver has taken it',
  failed: 'it was given up: see the attempts',
  refused: 'its receiver takes it for wrong, and it is not tried again',
  waiting: 'its channel is paused: it goes out when that ends',
} as const satisfies Record<Schemas['Delivery']['status'], string>;

export const DeliveryStatus = ({ of: status }: { of: Schemas['Delivery']['status'] }) => (
  <span className={`badge ${LOOKS[status]}`}>{status}</span>
);
