import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { isTyping } from '../../shell/shortcuts.js';
import { FindingRow } from './finding-row.js';

const ROW_PX = 56;
const AHEAD = 20;

/** A list of which only what is seen is in the page: it stays quick, however long it is. */
export function FindingRows({
  items,
  more,
  isAll,
  chosen,
  choose,
}: {
  items: readonly Schemas['Finding'][];
  /** Reads on; undefined while that is under way, and where there is no more. */
  more: (() => void) | undefined;
  isAll: boolean;
  chosen: ReadonlySet<string>;
  choose: ((id: string, isChosen: boolean) => void) | undefined;
}) {
  const place = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const [at, setAt] = useState(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions change with what is seen, as they are to
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - AHEAD) more?.();
  }, [last, items.length, more]);

  const go = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setAt(next);
    rows.scrollToIndex(next);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const findingId = items[at]?.id;
    if (step !== undefined) {
      event.preventDefault();
      go(at + step);
    } else if (event.key === 'x' && findingId !== undefined) choose?.(findingId, !chosen.has(findingId));
    else if (event.key === 'Enter' && findingId !== undefined && event.target === event.currentTarget)
      void navigate({ to: '/findings/$findingId', params: { findingId } });
  };
  return (
    <div
      ref={place}
      className="list"
      role="grid"
      aria-label="Findings"
      aria-multiselectable={choose !== undefined}
      aria-rowcount={isAll ? items.length : -1}
      tabIndex={0}
      onKeyDown={onKey}
      aria-activedescendant={items[at] === undefined ? undefined : `row-${items[at].id}`}
    >
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {seen.map(({ key, index, start }) => {
          const finding = items[index];
          return (
            finding && (
              <FindingRow
                key={key}
                {...{ finding, index, choose }}
                top={start}
                isAt={index === at}
                isChosen={chosen.has(finding.id)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
