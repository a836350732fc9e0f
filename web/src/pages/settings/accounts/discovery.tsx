import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useSession } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Choice } from '../../../ui/choice.js';
import { Copy } from '../../../ui/copy.js';
import { More } from '../../../ui/more.js';
import { Problem } from '../../../ui/problem.js';
import { pathWith } from '../../../ui/search.js';
import { Empty, Shown } from '../../../ui/states.js';
import { For } from '../for.js';
import { DiscoveryHead } from './discovery-head.js';
import { isUnderWay, lastDiscovery, outcomes } from './discovery-queries.js';
import { accountsChanged } from './queries.js';
import { RegisterFound } from './register-found.js';

/** The accounts of the organization: first what would be registered, then that. */
export const Discovery = () => (
  <div className="parts">
    <p>
      <Link to="/settings/accounts">← Accounts</Link>
    </p>
    <For role="platform">
      <Discover />
    </For>
  </div>
);

function Discover() {
  const { outcome } = useSearch({ from: '/settings/accounts/discover' });
  const navigate = useNavigate({ from: '/settings/accounts/discover' });
  const { data: session } = useSession();
  const list = useInfiniteQuery(lastDiscovery(outcome));
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: (dryRun: boolean) => bodyOf(api.POST('/accounts/discover', { body: { dryRun } })),
    onSettled: () => accountsChanged(queryClient),
  });
  const head = list.data?.pages[0];
  const isBusy = start.isPending || isUnderWay(head);
  return (
    <>
      <header className="page-head">
        <h2>Accounts of the organization</h2>
        <AsCurl path={pathWith('/accounts/discover', { outcome })} />
      </header>
      <p className="soft">
        The active accounts of AWS Organizations that nobody has registered yet, for the tenant{' '}
        {session?.tenantId}. Looking registers nothing.
      </p>
      <div className="actions">
        <button type="button" className="button primary" disabled={isBusy} onClick={() => start.mutate(true)}>
          Look
        </button>
        {head?.dryRun === true && head.status === 'completed' && head.counts.added > 0 && (
          <RegisterFound count={head.counts.added} register={start} />
        )}
      </div>
      <Problem error={start.error} />
      <Shown of={list} lines={5}>
        {({ pages }) =>
          head === null || head === undefined ? (
            <Empty title="Nobody has looked yet">
              <p>
                Look: it needs ORGANIZATION_ROLE_ARN, or credentials of the management account (the template
                organization.yaml).
              </p>
            </Empty>
          ) : (
            <>
              <DiscoveryHead of={head} />
              <div className="choices">
                <Choice
                  label="What becomes of it"
                  of={outcomes}
                  value={outcome}
                  choose={(chosen) => void navigate({ search: { outcome: chosen }, replace: true })}
                />
              </div>
              <Found items={pages.flatMap((page) => page?.items ?? [])} isDry={head.dryRun} />
              <More of={list} />
            </>
          )
        }
      </Shown>
    </>
  );
}

const WORDS = {
  added: 'registered now',
  registered: 'was registered before',
  other_tenant: 'belongs to another tenant',
  not_active: 'is not active',
  left: 'has left the organization',
} as const satisfies Record<Schemas['DiscoveredAccount']['outcome'], string>;

const Found = ({ items, isDry }: { items: readonly Schemas['DiscoveredAccount'][]; isDry: boolean }) =>
  items.length === 0 ? (
    <Empty title="There is no such account" />
  ) : (
    <ul className="rows wide card" aria-label="Accounts of the organization">
      {items.map(({ accountId, name, state, outcome, verification, message }) => (
        <li key={accountId} data-account={accountId}>
          <span>
            {name}
            <small className="line soft">
              <code>{accountId}</code> <Copy text={accountId} what={`id of ${name}`} />
            </small>
          </span>
          <span>{isDry && outcome === 'added' ? 'would be registered' : WORDS[outcome]}</span>
          <span className="soft">
            {state} {verification} {message}
          </span>
        </li>
      ))}
    </ul>
  );
