import type { Change } from './changes.mjs';

interface Context {
  cloudformation: object;
  pollMs: number;
}
interface Request {
  name: string;
  template: { body: string };
  parameters: object[];
  capabilities: string[];
  tags: object[];
}
interface Event {
  id: string;
  type: string;
  status: string;
  reason?: string;
}

export function create(context: Context, stack: Request, onEvent: (event: Event) => void): Promise<void>;
export function changeSet(
  context: Context,
  stack: Request,
): Promise<undefined | { id: string; changes: Change[] }>;
export function execute(
  context: Context,
  name: string,
  prepared: { id: string },
  onEvent: (event: Event) => void,
): Promise<void>;
export function obstacle(name: string, status: string | undefined): string | undefined;
export function isEmpty(status: string): boolean;
