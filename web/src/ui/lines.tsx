import { type ReactNode, useRef } from 'react';
import { useRowKeys } from './row-keys.js';

/** A list whose lines begin with a link: j and k go from one to the next, and Enter opens it as it does any link. */
export function Lines({ label, of, children }: { label: string; of: string; children: ReactNode }) {
  const place = useRef<HTMLUListElement>(null);
  useRowKeys(place, 'a[href]');
  return (
    <div className="room">
      <ul ref={place} className={`lines ${of}`} aria-label={label}>
        {children}
      </ul>
    </div>
  );
}
