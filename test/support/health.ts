import { eventually, type TestApp } from './app.js';

export interface Part {
  status: string;
  message: string;
  figures?: Record<string, number>;
  details?: Record<string, unknown>;
}
export type Health = { status: string; message: string } & Record<string, Part>;

export const NAMES = [
  ...['database', 'queue', 'aws', 'workers', 'jobs', 'outbox', 'events', 'schedules', 'workflows'],
  ...['notifications', 'disk'],
];
export const healthOf = async (app: TestApp, path = '/health', key: string | null = null) =>
  app.request<Health>('GET', path, { key });

/** A part as soon as it is as it should be: an answer is kept for some seconds. */
export const partOf = (app: TestApp, name: string, isIt: (part: Part) => boolean) =>
  eventually(async () => {
    const { body } = await healthOf(app);
    const part = body[name];
    if (part === undefined) throw new Error(`no part ${name}`);
    return isIt(part) && part;
  }, 30_000).catch(async () => {
    throw new Error(`${name} is ${JSON.stringify((await healthOf(app)).body[name])}`);
  });

export const wrong = ({ status }: Part) => status === 'degraded' || status === 'down';
export const well = ({ status }: Part) => status === 'up';
