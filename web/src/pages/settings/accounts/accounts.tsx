import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Copy } from '../../../ui/copy.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { accounts } from './queries.js';
import { regionsIn, VerificationState } from './status.js';

/** The AWS accounts that are watched, and whether they can be entered. */
export function Accounts() {
  const mayAdd = useMay('admin');
  const mayDiscover = useMay('platform');
  return (
    <Listed
      of={useInfiniteQuery(accounts)}
      title="Accounts"
      things={['account', 'accounts']}
      curl="/accounts"
      actions={
        <>
          {mayAdd && (
            <Link to="/settings/accounts/new" className="button primary">
              Add an account
            </Link>
          )}
          {mayDiscover && (
            <Link to="/settings/accounts/discover" className="button">
              Discover
            </Link>
          )}
        </>
      }
      nothing={
        <Empty title="No account is watched yet">
          {mayAdd ? (
            <p>
              <Link to="/settings/accounts/new">Add the first</Link>: it takes a role in it, which a template
              makes
            </p>
          ) : (
            <p>An admin can add one.</p>
          )}
        </Empty>
      }
      row={(account) => <Row key={account.id} account={account} />}
    />
  );
}

const Row = ({ account }: { account: Schemas['Account'] }) => (
  <li data-account={account.accountId}>
    <span>
      <Link to="/settings/accounts/$accountId" params={{ accountId: account.id }} data-row="">
        {account.name}
      </Link>
      <small className="line soft">
        <code>{account.accountId}</code> <Copy text={account.accountId} what="account id" />
      </small>
    </span>
    <span>
      <VerificationState of={account} />
      <small className="line soft arn">{account.roleArn ?? 'no role of its own'}</small>
    </span>
    <span className="soft">{regionsIn(account)}</span>
  </li>
);
