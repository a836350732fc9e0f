import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ShepherdError } from '../api/api.js';
import { Failure } from './failure.js';

/** What stands where there is nothing: what to do next. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <p>
      <strong>{title}</strong>
    </p>
    {children}
  </div>
);

export const Skeleton = ({ lines = 3 }: { lines?: number }) => (
  <div className="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, i) => (
      <span key={i} />
    ))}
  </div>
);

/** Shows an answer once it is there; before that where it will be, and instead of it why it is not. */
export function Shown<T>({
  of: query,
  lines,
  children,
}: {
  of: Pick<UseQueryResult<T, Error>, 'data' | 'error' | 'refetch'>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  // what was read before stays while the service is away, and goes where it is there no more
  const isGone = query.error instanceof ShepherdError && query.error.status === 404;
  if (query.data !== undefined && !isGone) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Skeleton {...(lines === undefined ? {} : { lines })} />;
}
