import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Lines } from './lines.js';
import { More } from './more.js';
import { Shown } from './states.js';

interface Props<T> {
  of: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  label: string;
  /** How its lines stand, by the name of a style. */
  kind: string;
  /** Drawn while nothing is there. */
  skeleton: number;
  /** Stands above the lines, where there are some. */
  head?: (items: readonly T[]) => ReactNode;
  /** Stands where there are none. */
  nothing: ReactNode;
  line: (item: T) => ReactNode;
}

/** A list of a page as lines, read on page by page. */
export const PagedLines = <T,>({ of: list, label, kind, skeleton, head, nothing, line }: Props<T>) => (
  <Shown of={list} lines={skeleton}>
    {({ pages }) => {
      const items = pages.flatMap((page) => page.items);
      return items.length === 0 ? (
        nothing
      ) : (
        <div className={head === undefined ? '' : 'parts'}>
          {head?.(items)}
          <Lines label={label} of={kind}>
            {items.map(line)}
          </Lines>
          <More of={list} />
        </div>
      );
    }}
  </Shown>
);
