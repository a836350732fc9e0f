import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Copy } from '../../../ui/copy.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { ChangeAccount } from './change-account.js';
import { DeployRole } from './deploy-role.js';
import { accountOf } from './queries.js';
import { regionsIn } from './status.js';
import { Steps } from './steps.js';
import { Verify } from './verify.js';

/** One account: what is left to do until it can be entered, and what can be changed. */
export function AccountPage() {
  const { accountId } = useParams({ from: '/settings/accounts/$accountId' });
  const isAdmin = useMay('admin');
  return (
    <>
      <p>
        <Link to="/settings/accounts">← Accounts</Link>
      </p>
      <Shown of={useQuery(accountOf(accountId))} lines={8}>
        {(account) => (
          <article className="parts">
            <header className="page-head">
              <h2>{account.name}</h2>
              <AsCurl path={`/accounts/${account.id}`} />
            </header>
            {account.verification === null && <Steps at={1} />}
            <div className="pair">
              <Facts account={account} />
              <Verify account={account} />
            </div>
            {isAdmin && <DeployRole account={account} isOpen={account.verification?.status !== 'verified'} />}
            {isAdmin && <ChangeAccount account={account} />}
          </article>
        )}
      </Shown>
    </>
  );
}

const Facts = ({ account }: { account: Schemas['Account'] }) => (
  <section className="card">
    <h3>What is registered</h3>
    <dl className="facts">
      <dt>Account id</dt>
      <dd>
        <code>{account.accountId}</code> <Copy text={account.accountId} what="account id" />
      </dd>
      <dt>Id here</dt>
      <dd>
        <code>{account.id}</code> <Copy text={account.id} what="id" />
      </dd>
      <dt>Regions</dt>
      <dd>{regionsIn(account)}</dd>
      <dt>Role</dt>
      <dd>
        {account.roleArn === null ? (
          'the one that the service looks for by its name, or the service’s own in its own account'
        ) : (
          <>
            <span className="arn">{account.roleArn}</span>{' '}
            <Copy text={account.roleArn} what="ARN of the role" />
          </>
        )}
      </dd>
      <dt>External id</dt>
      <dd>
        {typeof account.externalId === 'string' ? (
          <>
            <code>{account.externalId}</code> <Copy text={account.externalId} what="external id" />
          </>
        ) : account.hasExternalId ? (
          'set; admins see it'
        ) : (
          'none'
        )}
      </dd>
      <dt>Registered</dt>
      <dd>
        <Time at={account.createdAt} />
      </dd>
    </dl>
  </section>
);
