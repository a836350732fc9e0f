import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AsCurl } from '../../ui/as-curl.js';

const PARTS = [
  { to: '/patching', name: 'Compliance' },
  { to: '/patching/vulnerabilities', name: 'Vulnerabilities' },
  { to: '/patching/installations', name: 'Installations' },
  { to: '/patching/approvals', name: 'Patch approvals' },
  { to: '/patching/policy', name: 'Policy' },
] as const;

/** The head of each part of patching, and the ways to the others. @param curl the path that was asked for the page */
export const PatchingHead = ({
  title,
  curl,
  children,
}: {
  title: string;
  curl: string;
  children?: ReactNode;
}) => (
  <>
    <header className="page-head">
      <h1>{title}</h1>
      {children}
      <AsCurl path={curl} />
    </header>
    <nav className="tabs" aria-label="Patching">
      {PARTS.map(({ to, name }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {name}
        </Link>
      ))}
    </nav>
  </>
);
