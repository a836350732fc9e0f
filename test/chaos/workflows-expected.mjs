import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';
import { answerOf, child, FLAKY, flakyCause, inputOf, outputOf, program } from './workflows-programs.mjs';

/** What executions come to when nothing breaks: by the interpreter alone, in virtual time. */
export async function expectations(runs) {
  const { run } = await import(join(ROOT, 'dist/asl/index.js'));

  async function expected(definition, input) {
    let effects = 0;
    const done = await run(definition, {
      input,
      async task({ resource, input: given, attempt }) {
        if (resource.includes(':states:::sqs:')) return answerOf(given.MessageBody.input);
        if (resource.includes(':states:::states:')) {
          const nested = await expected(child, given.Input);
          return { output: { Output: JSON.parse(nested.output), Status: 'SUCCEEDED' } };
        }
        if (attempt <= given.fail) return { error: FLAKY, cause: flakyCause(given) };
        effects += 1;
        return { output: outputOf(given) };
      },
    });
    return {
      output: JSON.stringify(done.end.output),
      types: done.history.flatMap(({ type, ...details }) => withStart(type, details)).sort(),
      effects,
    };
  }

  const all = [];
  for (let n = 0; n < runs; n += 1) {
    const input = inputOf(n);
    all.push({ chaos: await expected(program, input), child: await expected(child, { n }) });
  }
  return { chaos: (n) => all[n].chaos, child: (n) => all[n].child };
}

/** A worker that takes a task tells so; who hands one over, too. */
function withStart(type, { taskScheduledEventDetails: task }) {
  if (type === 'LambdaFunctionScheduled') return [type, 'LambdaFunctionStarted'];
  if (type !== 'TaskScheduled') return [type];
  return /\.(sync|waitForTaskToken)/.test(task.resource)
    ? [type, 'TaskStarted', 'TaskSubmitted']
    : [type, 'TaskStarted'];
}
