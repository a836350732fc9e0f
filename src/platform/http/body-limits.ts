import type { Request } from 'express';

const LIMIT_MB = 1;
/** A definition of 1 MB, as text within JSON. */
const DEFINITION_LIMIT_MB = 1.5;

/** Paths whose bodies hold a workflow's definition: large, deep, and checked as a whole where it is read. */
const DEFINITIONS = /^\/workflows\/definitions(\/|$)/i;
export const holdsDefinition = ({ path }: Pick<Request, 'path'>): boolean => DEFINITIONS.test(path);

/** How large the body of a request may be, in MB of 1,048,576 bytes. */
export const bodyLimitMb = (request: Pick<Request, 'path'>): number =>
  holdsDefinition(request) ? DEFINITION_LIMIT_MB : LIMIT_MB;
