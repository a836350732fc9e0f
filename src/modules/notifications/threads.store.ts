import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../../platform/database/index.js';
import { message, type Message } from './domain/message.js';

/** The first message of a thread. */
export interface ThreadRow {
  tenantId: string;
  channelId: string;
  threadKey: string;
  /** Where it was written, in the receiver's words. */
  place: string;
  providerId: string;
  root: Message;
  lastDeliveryId: string;
  replies: number;
}

type Keys = Pick<ThreadRow, 'tenantId' | 'channelId' | 'threadKey'>;

/** Threads, each in a transaction of its own: what was sent is sent, whatever becomes of the rest. */
@Injectable()
export class ThreadStore {
  constructor(private readonly database: Database) {}

  /** What no longer can be read counts as none: a thread begins anew. */
  async find({ tenantId, channelId, threadKey }: Keys): Promise<ThreadRow | undefined> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      tx.notificationThread.findFirst({ where: { tenantId, channelId, threadKey } }),
    );
    const root = message.safeParse(row?.root);
    return row === null || !root.success ? undefined : { ...row, root: root.data };
  }

  /** One that was there is replaced. */
  async begin(thread: Omit<ThreadRow, 'replies'>): Promise<void> {
    const { tenantId, channelId, threadKey, ...rest } = thread;
    const root = thread.root as unknown as Prisma.InputJsonObject;
    await this.database.withTenant(tenantId, async (tx) => {
      const now = await this.database.now(tx);
      const values = { ...rest, root, replies: 0, createdAt: now, updatedAt: now };
      await tx.notificationThread.deleteMany({ where: { tenantId, channelId, threadKey } });
      await tx.notificationThread.createMany({
        data: [{ tenantId, channelId, threadKey, ...values }],
        skipDuplicates: true,
      });
    });
  }

  async replied({ tenantId, channelId, threadKey }: Keys, deliveryId: string): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      const data = {
        lastDeliveryId: deliveryId,
        replies: { increment: 1 },
        updatedAt: await this.database.now(tx),
      };
      await tx.notificationThread.updateMany({ where: { tenantId, channelId, threadKey }, data });
    });
  }

  async removeOf(tx: Tx, tenantId: string, channelId: string): Promise<void> {
    await tx.notificationThread.deleteMany({ where: { tenantId, channelId } });
  }
}
