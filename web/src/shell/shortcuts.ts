import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { places } from './places.js';

/** What each key does, as the help says it; lists know j, k and Enter by themselves. */
export const shortcuts: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'Go to the filter of a list'],
  ['j / k', 'Next / previous row of a list'],
  ['Enter', 'Open the row'],
  ['x', 'Choose the row of the findings'],
  ...places.map(({ key, name }) => [`g ${key}`, `Go to the ${name.toLowerCase()}`] as const),
  ['?', 'This help'],
  ['Esc', 'Close what is open'],
];

const FIELDS =
  'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog] *';
/** Who writes does not mean the page; a dialog has keys of its own. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches(FIELDS);

const SEQUENCE_MS = 1000;

export function useShortcuts({ help }: { help: () => void }): void {
  const navigate = useNavigate();
  useEffect(() => {
    let wentAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const isSecond = event.timeStamp - wentAt < SEQUENCE_MS;
      wentAt = event.key === 'g' ? event.timeStamp : 0;
      if (event.key === '?') help();
      else if (event.key === '/') {
        const field = document.querySelector<HTMLElement>('[data-filter]');
        if (field === null) return;
        event.preventDefault();
        field.focus();
      } else if (isSecond) {
        const place = places.find(({ key }) => key === event.key);
        if (place !== undefined) void navigate({ to: place.to });
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [help, navigate]);
}
