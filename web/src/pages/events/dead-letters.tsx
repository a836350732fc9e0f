import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { paged } from '../../api/paged.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Json, parsed } from '../../ui/json.js';
import { More } from '../../ui/more.js';
import { Problem } from '../../ui/problem.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';

type Letter = Schemas['DeadLetter'] | Schemas['DeadMessage'];

const LETTERS = ['events', 'dead-letters'] as const;
const letters = paged<Letter>(LETTERS, (page) =>
  bodyOf(api.GET('/dead-letters', { params: { query: page } })),
);

/** What was given up: work out of attempts, and messages of the queue that are no events. Read once it is opened. */
export function DeadLetters() {
  const [isOpen, setOpen] = useState(false);
  const list = useInfiniteQuery({ ...letters, enabled: isOpen });
  return (
    <details className="card" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Dead letters</summary>
      <Shown of={list}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title="Nothing was given up" />
          ) : (
            <>
              <ul className="rows" aria-label="Dead letters">
                {items.map((letter) => (
                  <LetterRow key={letter.id} letter={letter} />
                ))}
              </ul>
              <More of={list} />
            </>
          );
        }}
      </Shown>
      <p>
        <AsCurl path="/dead-letters" />
      </p>
    </details>
  );
}

function LetterRow({ letter }: { letter: Letter }) {
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => bodyOf(api.POST('/dead-letters/{id}/retry', { params: { path: { id: letter.id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: LETTERS }),
  });
  const isJob = letter.source === 'jobs';
  return (
    <li data-letter={letter.id}>
      <strong>{isJob ? letter.name : 'A message of the queue'}</strong>
      <span className="problem">{isJob ? letter.lastError : letter.reason}</span>
      <span className="soft">
        {isJob
          ? `of ${letter.tenantId}, ${letter.attempts} tries, `
          : `received ${letter.receiveCount} times, `}
        <Time at={isJob ? letter.deadAt : letter.lastSeenAt} short />
      </span>
      <button type="button" className="button" disabled={retry.isPending} onClick={() => retry.mutate()}>
        Try it again
      </button>
      {retry.data !== undefined && <span role="status">It was handed back.</span>}
      <Problem error={retry.error} />
      <Json name="What it holds" value={isJob ? letter.payload : parsed(letter.body)} />
    </li>
  );
}
