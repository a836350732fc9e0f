import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import type { Page } from '../api/paged.js';
import { AsCurl } from './as-curl.js';
import { PagedRows } from './paged-rows.js';
import { ShownCount } from './shown-count.js';

interface Props<T> {
  of: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  title: string;
  /** One of them, and several. */
  things: readonly [one: string, several: string];
  /** The path that was asked for them. */
  curl: string;
  actions?: ReactNode;
  filters?: ReactNode;
  /** Stands where there are none. */
  nothing: ReactNode;
  row: (item: T) => ReactNode;
}

/** A list as a part of a page: how many there are, what can be done, and its rows. */
export function Listed<T>({
  of: list,
  title,
  things: [one, several],
  curl,
  actions,
  filters,
  nothing,
  row,
}: Props<T>) {
  const id = useId();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="parts" aria-labelledby={id}>
      <header className="page-head">
        <h2 id={id}>{title}</h2>
        <ShownCount of={list.data && items.length} more={list.hasNextPage} name={one} names={several} />
        <span className="actions">
          {actions}
          <AsCurl path={curl} />
        </span>
      </header>
      {filters}
      <PagedRows of={list} label={title} skeleton={6} nothing={nothing} row={row} />
    </section>
  );
}
