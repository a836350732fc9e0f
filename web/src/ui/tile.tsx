import { type ReactNode, useId } from 'react';
import { AsCurl } from './as-curl.js';

/** One question of a page and its answer. @param curl the path that was asked for it */
export function Tile({
  title,
  curl,
  isWide = false,
  children,
}: {
  title: string;
  curl: string;
  isWide?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={isWide ? 'card tile wide' : 'card tile'} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <AsCurl path={curl} />
      </header>
      {children}
    </section>
  );
}
