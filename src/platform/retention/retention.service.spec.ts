import { describe, expect, it } from '@jest/globals';
import type { Config } from '../config/index.js';
import type { FoundMethods } from '../queue/index.js';
import type { Logger } from '../telemetry/index.js';
import { RetentionService } from './retention.service.js';
import type { RetentionStore } from './retention.store.js';

describe('retention', () => {
  it('ends with the batch under way when its process is to stop', async () => {
    const sweep = { table: 'a', days: 'AUDIT_RETENTION_DAYS', text: '', batch: 5 };
    const found = [{ mark: true, method: () => [sweep, { ...sweep, table: 'b' }], owner: {} }];
    const deleted: string[] = [];
    const store = {
      // there is always more: only a stop ends it
      deleteBatch: ({ table }: { table: string }) => {
        deleted.push(table);
        if (deleted.length === 3) service.onModuleDestroy();
        return Promise.resolve(5);
      },
    };
    const service = new RetentionService(
      { get: () => 30 } as unknown as Config,
      { markedBy: () => found } as unknown as FoundMethods,
      store as unknown as RetentionStore,
      { info: () => undefined, warn: () => undefined } as unknown as Logger,
    );
    await service.clean();
    expect(deleted).toEqual(['a', 'a', 'a']);
  });
});
