import { type RefObject, useEffect } from 'react';
import { isTyping } from '../shell/shortcuts.js';

/** j and k go from one line of a list to the next, to the link of it that `link` selects; Enter opens it as any link. */
export function useRowKeys(list: RefObject<HTMLElement | null>, link: string): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const lines = [...(list.current?.children ?? [])];
      const at = lines.findIndex((line) => line.contains(document.activeElement));
      const next = lines[Math.max(0, Math.min(lines.length - 1, at + step))];
      next?.querySelector<HTMLElement>(link)?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list, link]);
}
