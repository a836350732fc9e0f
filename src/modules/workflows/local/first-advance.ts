import { randomUUID } from 'node:crypto';
import type { Json } from '../../../asl/index.js';
import { AdvanceBuilder, type Advance } from '../domain/advance.js';
import { CutOff } from '../../../platform/sandbox/index.js';
import { failedBeginning } from '../domain/failed-advance.js';
import type { Interpret } from './evaluators.js';

export interface Beginning {
  id: string;
  arn: string;
  stateMachineArn: string;
  stateMachine: string;
  name: string;
  input: Json;
  at: Date;
}

/** A role that no definition reads here; on AWS it is the state machine's. */
const LOCAL_ROLE = 'arn:aws:iam::000000000000:role/local';

/** From the start of an execution to where it first waits for something, or ends. What is cut off has failed. */
export async function firstAdvance(
  interpret: Interpret,
  { id, arn, stateMachineArn, stateMachine, name, input, at }: Beginning,
): Promise<Advance> {
  const event = {
    type: 'start' as const,
    ...{ at: at.getTime(), seed: randomUUID(), input },
    execution: { id: arn, name, roleArn: LOCAL_ROLE, startTime: at.toISOString() },
    stateMachine: { id: stateMachineArn, name: stateMachine },
  };
  try {
    const answer = await interpret(null, event);
    const builder = new AdvanceBuilder(id);
    builder.add(event, answer);
    return builder.build(answer.state);
  } catch (error) {
    if (error instanceof CutOff) return failedBeginning(event, error.message);
    throw error;
  }
}
