import { Injectable } from '@nestjs/common';
import { Handles, Repeats, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { AwsStartsService } from './aws-starts.service.js';
import { answerTask } from './task-answers.jobs.js';
import { TaskAnswers } from './task-answers.service.js';

const SECOND_MS = 1_000;

@Injectable()
export class StepFunctionsProcessor {
  constructor(
    private readonly starts: AwsStartsService,
    private readonly answers: TaskAnswers,
  ) {}

  @Handles(answerTask)
  async answer({ taskId }: JobOf<typeof answerTask>, { tenantId }: Attempt): Promise<void> {
    await this.answers.send(tenantId, taskId);
  }

  @Repeats({ name: 'workflows.aws-starts', everyMs: 30 * SECOND_MS })
  async finishStarts(): Promise<void> {
    await this.starts.finish();
  }

  @Repeats({ name: 'workflows.aws-retention', everyMs: 3_600 * SECOND_MS })
  async retain(): Promise<void> {
    await this.answers.retain();
  }
}
