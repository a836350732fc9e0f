import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { statusIn } from './pages/approvals/status.js';
import { filtersIn as eventFiltersIn } from './pages/events/filters.js';
import { filtersIn } from './pages/findings/filters.js';
import { kindIn } from './pages/reports/kinds.js';
import { arnIn, filtersIn as resourceFiltersIn } from './pages/resources/filters.js';
import { statusIn as scheduleStatusIn } from './pages/schedules/status.js';
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

export const resources = createRoute({
  getParentRoute: () => root,
  path: '/resources',
  validateSearch: resourceFiltersIn,
  component: lazyRouteComponent(() => import('./pages/resources/resources.js'), 'Resources'),
});

/** The ARN is no part of the path: it holds slashes. */
export const resource = createRoute({
  getParentRoute: () => root,
  path: '/resource',
  validateSearch: arnIn,
  component: lazyRouteComponent(() => import('./pages/resources/resource.js'), 'ResourcePage'),
});

export const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  validateSearch: eventFiltersIn,
  component: lazyRouteComponent(() => import('./pages/events/events.js'), 'Events'),
});

export const event = createRoute({
  getParentRoute: () => root,
  path: '/events/$eventId',
  component: lazyRouteComponent(() => import('./pages/events/event.js'), 'EventPage'),
});

export const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: kindIn,
  component: lazyRouteComponent(() => import('./pages/reports/reports.js'), 'Reports'),
});

const schedules = createRoute({
  getParentRoute: () => root,
  path: '/schedules',
  validateSearch: scheduleStatusIn,
  component: lazyRouteComponent(() => import('./pages/schedules/schedules.js'), 'Schedules'),
});

const newSchedule = createRoute({
  getParentRoute: () => root,
  path: '/schedules/new',
  component: lazyRouteComponent(() => import('./pages/schedules/new-schedule.js'), 'NewSchedule'),
});

const scheduleSettings = createRoute({
  getParentRoute: () => root,
  path: '/schedules/settings',
  component: lazyRouteComponent(() => import('./pages/schedules/settings.js'), 'ScheduleSettings'),
});

const schedule = createRoute({
  getParentRoute: () => root,
  path: '/schedules/$scheduleId',
  component: lazyRouteComponent(() => import('./pages/schedules/schedule.js'), 'SchedulePage'),
});

const editSchedule = createRoute({
  getParentRoute: () => root,
  path: '/schedules/$scheduleId/edit',
  component: lazyRouteComponent(() => import('./pages/schedules/edit-schedule.js'), 'EditSchedule'),
});

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: statusIn,
  component: lazyRouteComponent(() => import('./pages/approvals/approvals.js'), 'Approvals'),
});

const approval = createRoute({
  getParentRoute: () => root,
  path: '/approvals/$approvalId',
  component: lazyRouteComponent(() => import('./pages/approvals/approval.js'), 'ApprovalPage'),
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
  routeTree: root.addChildren([
    overview,
    ...[findings, finding],
    ...[resources, resource, events, event, reports],
    ...[schedules, newSchedule, scheduleSettings, schedule, editSchedule],
    ...[approvals, approval],
    ...[workflows, execution],
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
