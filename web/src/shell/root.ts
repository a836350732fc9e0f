import { createRootRoute } from '@tanstack/react-router';
import { NotThere } from './not-there.js';
import { Shell } from './shell.js';

/** What every page's route stands under. */
export const root = createRootRoute({ component: Shell, notFoundComponent: NotThere });
