import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { found } from './parsing.fixture.js';

/** Executions that AWS recorded, so it took their definitions. Not a part of the repository: skipped where it lacks. */
const SHARED = process.env['SHARED_DIR'] ?? new URL('../../../../shared', import.meta.url).pathname;
const RECORDED = join(SHARED, 'asl-conformance/aws-recorded.json');

interface Recording {
  id: string;
  i: number;
  definition: unknown;
}

const isThere = existsSync(RECORDED);
const reason = isThere ? '' : ' (skipped: ../shared is not there)';

(isThere ? describe : describe.skip)(`definitions that AWS took${reason}`, () => {
  it('are all taken', () => {
    const recordings = JSON.parse(readFileSync(RECORDED, 'utf8')) as Recording[];
    const refused = recordings
      .map(({ id, i, definition }) => ({ id, i, said: found(definition) }))
      .filter(({ said }) => said.length > 0);
    expect(refused).toEqual([]);
    expect(recordings.length).toBeGreaterThan(0);
  });
});
