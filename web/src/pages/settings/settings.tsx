import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useMay } from '../../api/session.js';
import { tabs } from './tabs.js';

/** Each part has tabs of its own: who went by one finds the next with the same key. */
let isByTab = false;

/** What stands around each part of the settings. */
export function Settings({ children }: { children?: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>('[aria-current=page]');
    tab?.scrollIntoView({ block: 'nearest', inline: 'center' }); // a phone shows a few of them
    if (isByTab) tab?.focus();
    isByTab = false;
  }, []);
  return (
    <>
      <h1>Settings</h1>
      <nav ref={nav} className="tabs" aria-label="Settings" onClick={() => (isByTab = true)}>
        {tabs.map((tab) => (
          <Tab key={tab.to} of={tab} />
        ))}
      </nav>
      {children}
    </>
  );
}

function Tab({ of: { to, name, role } }: { of: (typeof tabs)[number] }) {
  const mayRead = useMay(role);
  return mayRead ? (
    <Link to={to} activeOptions={{ includeSearch: false }}>
      {name}
    </Link>
  ) : null;
}
