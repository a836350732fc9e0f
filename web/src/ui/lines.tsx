import { type ReactNode, useEffect, useRef } from 'react';
import { isTyping } from '../shell/shortcuts.js';

/** A list whose lines begin with a link: j and k go from one to the next, and Enter opens it as it does any link. */
export function Lines({ label, of, children }: { label: string; of: string; children: ReactNode }) {
  const place = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const lines = [...(place.current?.children ?? [])];
      const at = lines.findIndex((line) => line.contains(document.activeElement));
      const next = lines[Math.max(0, Math.min(lines.length - 1, at + step))];
      next?.querySelector<HTMLElement>('a[href]')?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <ul ref={place} className={`lines ${of}`} aria-label={label}>
      {children}
    </ul>
  );
}
