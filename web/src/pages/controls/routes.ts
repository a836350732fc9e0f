import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { filtersIn, verdictsIn } from './filters.js';

const controls = createRoute({
  getParentRoute: () => root,
  path: '/controls',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./controls.js'), 'Controls'),
});

const control = createRoute({
  getParentRoute: () => root,
  path: '/controls/$controlId',
  validateSearch: verdictsIn,
  component: lazyRouteComponent(() => import('./control.js'), 'ControlPage'),
});

const ownControls = createRoute({
  getParentRoute: () => root,
  path: '/controls/custom',
  component: lazyRouteComponent(() => import('./own/own-controls.js'), 'OwnControls'),
});

const newControl = createRoute({
  getParentRoute: () => root,
  path: '/controls/custom/new',
  component: lazyRouteComponent(() => import('./own/new-control.js'), 'NewControl'),
});

const ownControl = createRoute({
  getParentRoute: () => root,
  path: '/controls/custom/$controlId',
  component: lazyRouteComponent(() => import('./own/own-control.js'), 'OwnControlPage'),
});

const editControl = createRoute({
  getParentRoute: () => root,
  path: '/controls/custom/$controlId/edit',
  component: lazyRouteComponent(() => import('./own/edit-control.js'), 'EditControl'),
});

export const controlsRoutes = [controls, control, ownControls, newControl, ownControl, editControl];
