import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';

/** The filters of a list: beside it, or above it and folded where there is no room for both. */
export function Filters({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const used = Object.values(search).filter((value) => value !== undefined).length;
  return (
    <aside aria-label="Filters" className="fold">
      <button
        type="button"
        className="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        Filters{used > 0 && `, ${String(used)} in use`}
      </button>
      {/* what is folded can still be gone to by the keyboard, and shows itself then */}
      <div id={id} className={isOpen ? '' : 'folded'} onFocus={() => setOpen(true)}>
        {children}
      </div>
    </aside>
  );
}
