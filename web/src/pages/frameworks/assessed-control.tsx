import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { More } from '../../ui/more.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Empty, Shown } from '../../ui/states.js';
import { type Counts, Tally } from '../../ui/tally.js';
import { verdictsOf } from '../controls/queries.js';
import { VerdictRows } from '../controls/verdict-rows.js';
import type { Assessed } from './statuses.js';

/** What one control says for a requirement, and of which resources it says that they fail. */
export function AssessedControl({
  of: { controlId, title, severity, counts },
  accountId,
}: {
  of: Assessed['controls'][number];
  accountId: string | undefined;
}) {
  return (
    <li data-control={controlId}>
      <SeverityBadge of={severity} />
      <Link to="/controls/$controlId" params={{ controlId }} search={{ accountId }}>
        {title}
      </Link>
      {hasSpoken(counts) ? <Tally of={counts} /> : <span className="soft">has said nothing yet</span>}
      {counts.fail > 0 && (
        <>
          <Link to="/findings" search={{ status: 'open', controlId, accountId }}>
            Open findings
          </Link>
          <Failing controlId={controlId} accountId={accountId} />
        </>
      )}
    </li>
  );
}

const hasSpoken = (counts: Counts): boolean => Object.values(counts).some((count) => count > 0);

/** Read when it is opened: a worksheet has a hundred of them. */
function Failing({ controlId, accountId }: { controlId: string; accountId: string | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const list = useInfiniteQuery(verdictsOf(controlId, { verdict: 'fail', accountId }, isOpen));
  return (
    <details className="wide" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Which fail</summary>
      {isOpen && (
        <Shown of={list} lines={2}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            return items.length === 0 ? (
              <Empty title="None fails any more">
                <p>The next scan counts them anew.</p>
              </Empty>
            ) : (
              <>
                <VerdictRows of={items} />
                <More of={list} />
              </>
            );
          }}
        </Shown>
      )}
    </details>
  );
}
