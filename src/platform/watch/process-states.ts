import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { inTime } from '../../shared/in-time.js';
import { AwsClients } from '../aws/index.js';
import { Config } from '../config/index.js';
import { POLLS, type PollMark, type PollState } from '../polling/index.js';
import { FoundMethods, RunningJobs } from '../queue/index.js';
import type { DiskState, ProcessState } from './process-state.js';

/** A disk of a network that hangs must not keep a process from saying that it lives. */
const DISK_PATIENCE_MS = 1_000;
const MOST_ROLES = 50;

/** How this process is. */
@Injectable()
export class ProcessStates {
  #polls: { mark: PollMark; method: () => PollState[] }[] | undefined;

  constructor(
    private readonly config: Config,
    private readonly jobs: RunningJobs,
    private readonly clients: AwsClients,
    private readonly methods: FoundMethods,
  ) {}

  async now(): Promise<Omit<ProcessState, 'blockedMs' | 'logLevel'>> {
    this.#polls ??= this.methods.markedBy<PollMark, () => PollState[]>(POLLS);
    return {
      memoryMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      ...{ jobs: this.jobs.count, longJobs: this.jobs.tooLong() },
      polls: this.#polls.flatMap(({ mark, method }) => method().map((state) => ({ ...mark, ...state }))),
      disk: await this.disk(),
      failingRoles: this.clients.failingRoles.slice(0, MOST_ROLES),
    };
  }

  /** Of DATA_DIR, or of where it will be made. */
  async disk(): Promise<DiskState | null> {
    try {
      return await inTime(DISK_PATIENCE_MS, () => diskOf(resolve(this.config.get('DATA_DIR'))));
    } catch {
      return null;
    }
  }
}

async function diskOf(folder: string): Promise<DiskState> {
  try {
    const { bavail, blocks, bsize, ffree, files } = await statfs(folder);
    const free = Math.min(share(bavail, blocks), share(ffree, files));
    const isWritable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    return {
      freePercent: Math.round(free * 1000) / 10,
      freeMb: Math.round((bavail * bsize) / 2 ** 20),
      isWritable,
    };
  } catch (error) {
    const isThere = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
    if (isThere || dirname(folder) === folder) throw error;
    return diskOf(dirname(folder));
  }
}

/** Some file systems count no files, and some no blocks. */
const share = (free: number, all: number): number => (all === 0 ? 1 : free / all);
