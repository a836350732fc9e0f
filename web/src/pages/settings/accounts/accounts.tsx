import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Copy } from '../../../ui/copy.js';
import { FilterForm } from '../../../ui/filter-form.js';
import { Filters } from '../../../ui/filters.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { pathOf } from './filters.js';
import { accountsOf } from './queries.js';
import { regionsIn, VerificationState } from './status.js';

const TEXTS = [['accountId', 'Account']] as const;

/** The AWS accounts that are watched, and whether they can be entered. */
export function Accounts() {
  const filters = useSearch({ from: '/settings/accounts' });
  const navigate = useNavigate({ from: '/settings/accounts' });
  const mayAdd = useMay('admin');
  const mayDiscover = useMay('platform');
  return (
    <div className="with-side">
      <Filters>
        <FilterForm
          texts={TEXTS}
          filters={filters}
          change={(search) => void navigate({ search, replace: true })}
        />
      </Filters>
      <Listed
        of={useInfiniteQuery(accountsOf(filters))}
        title="Accounts"
        things={['account', 'accounts']}
        curl={pathOf(filters)}
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
          filters.accountId === undefined ? (
            <None mayAdd={mayAdd} />
          ) : (
            <Empty title="No account passes these filters">
              <p>
                <Link to="/settings/accounts">Remove the filters</Link>
              </p>
            </Empty>
          )
        }
        row={(account) => <Row key={account.id} account={account} />}
      />
    </div>
  );
}

const None = ({ mayAdd }: { mayAdd: boolean }) => (
  <Empty title="No account is watched yet">
    {mayAdd ? (
      <p>
        <Link to="/settings/accounts/new">Add the first</Link>: it takes a role in it, which a template makes
      </p>
    ) : (
      <p>An admin can add one.</p>
    )}
  </Empty>
);

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
