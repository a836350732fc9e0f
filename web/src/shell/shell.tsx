import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useSession, useSignOut } from '../api/session.js';
import { Logo } from '../ui/logo.js';
import { Lost } from './lost.js';
import { places } from './places.js';
import { useShortcuts } from './shortcuts.js';
import { themes, useTheme } from './theme.js';

const HelpDialog = lazy(() => import('./help.js').then((it) => ({ default: it.HelpDialog })));

/** What stands around every page: where one is, who one is, and how to get elsewhere. */
export function Shell() {
  const { data: session } = useSession();
  const signOut = useSignOut();
  const [theme, choose] = useTheme();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const isAt = useMatchRoute();
  useShortcuts({ help: () => setHelpOpen(true) });
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <header className="bar">
        <Link to="/" className="brand">
          <Logo /> <span>Compliance Shepherd</span>
        </Link>
        <nav aria-label="Pages">
          {places.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              activeOptions={{ exact: place.to === '/', includeSearch: false }}
              // what lies below its own path the link marks by itself
              {...('also' in place && isAt({ to: place.also, fuzzy: true, includeSearch: false })
                ? { 'aria-current': 'page' }
                : {})}
            >
              {place.name}
            </Link>
          ))}
          <a href="/docs">API</a>
        </nav>
        <div className="bar-end">
          <label className="hidden" htmlFor="theme">
            Theme
          </label>
          <select
            id="theme"
            value={theme}
            onChange={({ target }) => choose(themes.find((t) => t === target.value) ?? 'system')}
          >
            {themes.map((name) => (
              <option key={name} value={name}>
                {name} theme
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            aria-label="Keyboard help"
            onClick={() => setHelpOpen(true)}
          >
            ?
          </button>
          <span className="who" title={`${session?.role ?? ''} of ${session?.tenantId ?? ''}`}>
            {session?.owner} <small>{session?.role}</small>
          </span>
          <button
            type="button"
            className="button"
            onClick={() => signOut.mutate()}
            disabled={signOut.isPending}
          >
            Sign out
          </button>
        </div>
      </header>
      <Lost />
      <main id="page" tabIndex={-1}>
        <Outlet />
      </main>
      {isHelpOpen && (
        <Suspense>
          <HelpDialog isOpen close={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
