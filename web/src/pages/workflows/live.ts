import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { EXECUTIONS, historyOf } from './queries.js';
import type { HistoryEvent } from './visit.js';

const POLLED_MS = 2000;
/** Events that come close together are drawn at once. */
const GATHERED_MS = 50;

interface Watched {
  executionArn: string;
  /** undefined: not known yet. */
  isUnderWay: boolean | undefined;
  redriveCount: number;
}

/**
 * The history of an execution. While it is under way its events come as they are written (server-sent events); where
 * such a stream cannot be had, as behind some proxies, it is asked for again and again.
 */
export function useHistory({
  executionArn,
  isUnderWay,
  redriveCount,
}: Watched): UseQueryResult<HistoryEvent[]> {
  const queryClient = useQueryClient();
  const [isRefused, setRefused] = useState(false);
  const isStreamed = isUnderWay === true && !isRefused;

  useEffect(() => {
    if (!isStreamed) return;
    const { queryKey } = historyOf(executionArn);
    void queryClient.cancelQueries({ queryKey }); // an answer under way is older than the stream
    const source = new EventSource(`/workflows/${encodeURIComponent(executionArn)}/events`);
    const told: HistoryEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWhole = false;
    const hand = () => {
      timer = undefined;
      // a stream begins with the first event: until it has come up, what is known already stays
      queryClient.setQueryData(queryKey, (known: HistoryEvent[] = []) =>
        told.length > known.length ? [...told] : known,
      );
    };
    source.onopen = hand; // one that waits for a place has no event: that is known then
    source.onmessage = ({ data }: MessageEvent<string>) => {
      told.push(JSON.parse(data) as HistoryEvent);
      timer ??= setTimeout(hand, GATHERED_MS);
    };
    source.addEventListener('end', () => {
      isWhole = true;
      source.close();
      hand();
      // its status is another now, and so are the counts of the list
      void queryClient.invalidateQueries({
        predicate: ({ queryKey: [of, what] }) => of === EXECUTIONS && what !== 'history',
      });
    });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setRefused(true); // else it comes again by itself
    };
    return () => {
      source.close();
      clearTimeout(timer);
      if (!isWhole) void queryClient.invalidateQueries({ queryKey });
    };
  }, [queryClient, executionArn, isStreamed, redriveCount]);

  return useQuery({
    ...historyOf(executionArn),
    enabled: isUnderWay !== undefined && !isStreamed,
    refetchInterval: isUnderWay === true ? POLLED_MS : false,
  });
}
