import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { dayIn } from './calendar-week.js';
import { statusIn } from './status.js';

const schedules = createRoute({
  getParentRoute: () => root,
  path: '/schedules',
  validateSearch: statusIn,
  component: lazyRouteComponent(() => import('./schedules.js'), 'Schedules'),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: '/schedules/calendar',
  validateSearch: dayIn,
  component: lazyRouteComponent(() => import('./calendar.js'), 'ScheduleCalendar'),
});

const newSchedule = createRoute({
  getParentRoute: () => root,
  path: '/schedules/new',
  component: lazyRouteComponent(() => import('./new-schedule.js'), 'NewSchedule'),
});

const scheduleSettings = createRoute({
  getParentRoute: () => root,
  path: '/schedules/settings',
  component: lazyRouteComponent(() => import('./settings.js'), 'ScheduleSettings'),
});

const schedule = createRoute({
  getParentRoute: () => root,
  path: '/schedules/$scheduleId',
  component: lazyRouteComponent(() => import('./schedule.js'), 'SchedulePage'),
});

const editSchedule = createRoute({
  getParentRoute: () => root,
  path: '/schedules/$scheduleId/edit',
  component: lazyRouteComponent(() => import('./edit-schedule.js'), 'EditSchedule'),
});

export const schedulesRoutes = [schedules, calendar, newSchedule, scheduleSettings, schedule, editSchedule];
