import { createRouter } from '@tanstack/react-router';
import { approvalsRoutes } from './pages/approvals/routes.js';
import { controlsRoutes } from './pages/controls/routes.js';
import { eventsRoutes } from './pages/events/routes.js';
import { findingsRoutes } from './pages/findings/routes.js';
import { frameworksRoutes } from './pages/frameworks/routes.js';
import { incidentsRoutes } from './pages/incidents/routes.js';
import { overviewRoutes } from './pages/overview/routes.js';
import { patchingRoutes } from './pages/patching/routes.js';
import { remediationsRoutes } from './pages/remediations/routes.js';
import { reportsRoutes } from './pages/reports/routes.js';
import { resourcesRoutes } from './pages/resources/routes.js';
import { schedulesRoutes } from './pages/schedules/routes.js';
import { settingsRoutes } from './pages/settings/routes.js';
import { workflowsRoutes } from './pages/workflows/routes.js';
import { root } from './shell/root.js';

/** Beneath /ui: the API has the other paths. */
export const router = createRouter({
  basepath: '/ui',
  routeTree: root.addChildren([
    ...overviewRoutes,
    ...findingsRoutes,
    ...resourcesRoutes,
    ...controlsRoutes,
    ...frameworksRoutes,
    ...schedulesRoutes,
    ...workflowsRoutes,
    ...approvalsRoutes,
    ...remediationsRoutes,
    ...incidentsRoutes,
    ...patchingRoutes,
    ...eventsRoutes,
    ...reportsRoutes,
    ...settingsRoutes,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
