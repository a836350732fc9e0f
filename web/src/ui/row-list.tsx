import { type ReactNode, useRef } from 'react';
import { useRowKeys } from './row-keys.js';

/** A page's list whose rows have a link, marked `data-row`: j and k go from one to the next, Enter opens it. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list, 'a[data-row]');
  return (
    <ul ref={list} className="rows wide card" aria-label={label}>
      {children}
    </ul>
  );
}
