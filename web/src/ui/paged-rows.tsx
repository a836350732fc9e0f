import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { More } from './more.js';
import { RowList } from './row-list.js';
import { Shown } from './states.js';

interface Props<T> {
  of: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  label: string;
  /** Drawn while nothing is there. */
  skeleton: number;
  /** Stands where there are none. */
  nothing: ReactNode;
  row: (item: T) => ReactNode;
}

/** A list of a page as rows, read on page by page. */
export const PagedRows = <T,>({ of: list, label, skeleton, nothing, row }: Props<T>) => (
  <Shown of={list} lines={skeleton}>
    {({ pages }) => {
      const items = pages.flatMap((page) => page.items);
      return items.length === 0 ? (
        nothing
      ) : (
        <div>
          <RowList label={label}>{items.map(row)}</RowList>
          <More of={list} />
        </div>
      );
    }}
  </Shown>
);
