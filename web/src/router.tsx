import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { filtersIn } from './pages/findings/filters.js';
import { filtersIn as workflowFiltersIn } from './pages/workflows/filters.js';
import { NotThere } from './shell/not-there.js';
import { Shell } from './shell/shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotThere });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview/overview.js'), 'Overview'),
});

export const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./pages/findings/findings.js'), 'Findings'),
});

export const finding = createRoute({
  getParentRoute: () => root,
  path: '/findings/$findingId',
  component: lazyRouteComponent(() => import('./pages/findings/finding.js'), 'FindingPage'),
});

const workflows = createRoute({
  getParentRoute: () => root,
  path: '/workflows',
  validateSearch: workflowFiltersIn,
  component: lazyRouteComponent(() => import('./pages/workflows/workflows.js'), 'Workflows'),
});

const execution = createRoute({
  getParentRoute: () => root,
  path: '/workflows/$executionArn',
  component: lazyRouteComponent(() => import('./pages/workflows/execution.js'), 'ExecutionPage'),
});

/** Beneath /ui: the API has the other paths. */
export const router = createRouter({
  basepath: '/ui',
  routeTree: root.addChildren([overview, findings, finding, workflows, execution]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
