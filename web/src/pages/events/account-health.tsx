import type { ReactNode } from 'react';
import type { Schemas } from '../../api/api.js';
import { seconds } from '../../ui/seconds.js';
import { Time } from '../../ui/time.js';

type Account = Schemas['EventHealth']['accounts'][number];

const MEANS: Record<Account['status'], string> = {
  ok: 'Events arrive in time.',
  never: 'No event has arrived in a week: the account has no rule that forwards them.',
  silent: 'No event has arrived for a day.',
  incomplete: 'Scans found changes that no event told.',
  slow: 'Resources wait longer than a minute to be described.',
};

const count = (value: number): string => value.toLocaleString('en-US');

/** One account: its lag, what came in during a week, and how much of what changed was told by events. */
export const AccountHealth = ({ of: account }: { of: Account }) => (
  <div data-account={account.accountId}>
    <h2>
      {account.name} <span className="soft">{account.accountId}</span>{' '}
      <span className={account.status === 'ok' ? 'badge processed' : 'badge failed'}>{account.status}</span>
    </h2>
    <p className="soft">{MEANS[account.status]}</p>
    <dl className="facts">
      <Fact name="Last event">
        <Time at={account.lastEventAt} short />
      </Fact>
      <Fact name="Delivery (p50)">{seconds(account.lag?.deliveryP50Seconds)}</Fact>
      <Fact name="Processed after (p50, p99)">
        {seconds(account.lag?.settledP50Seconds)}, {seconds(account.lag?.settledP99Seconds)}
      </Fact>
      <Fact name="Received in 7 days">
        <span data-count="received">{count(account.received)}</span>, {count(account.duplicate)} of them
        duplicates
      </Fact>
      <Fact name="Failed">{count(account.failed)}</Fact>
      <Fact name="Waiting">
        {count(account.waiting)}
        {account.oldestWaitingSeconds === null
          ? ''
          : `, the oldest for ${seconds(account.oldestWaitingSeconds)}`}
      </Fact>
    </dl>
    {account.coverage.length > 0 && <Coverage of={account.coverage} />}
  </div>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What an event told, of what has changed. */
const Coverage = ({ of: services }: { of: Account['coverage'] }) => (
  <table className="plain">
    <thead>
      <tr>
        <th scope="col">Service</th>
        <th scope="col">Seen by events</th>
        <th scope="col">Found by scans only</th>
        <th scope="col">Coverage</th>
      </tr>
    </thead>
    <tbody>
      {services.map(({ service, announced, unannounced, coverage }) => (
        <tr key={service}>
          <th scope="row">{service}</th>
          <td>{count(announced)}</td>
          <td className={unannounced > 0 ? 'problem' : undefined}>{count(unannounced)}</td>
          <td>{coverage === null ? '–' : `${coverage.toFixed(1)} %`}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
