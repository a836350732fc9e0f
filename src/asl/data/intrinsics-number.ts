import { integerAt, IntrinsicFault, type IntrinsicFunction } from './intrinsic-function.js';
import { JavaRandom } from './java-random.js';

/** The intrinsics about numbers and identifiers. */
export const NUMBER_FUNCTIONS: Record<string, IntrinsicFunction> = {
  /** Each operand is rounded before they are added (recorded: 1.5 and 1.51 give 4). */
  MathAdd: {
    least: 2,
    most: 2,
    apply: (args) => integerAt(args, 0) + integerAt(args, 1),
  },
  /** From the start to before the end; the same for the same seed (intrinsic-functions, "States.MathRandom"). */
  MathRandom: {
    least: 2,
    most: 3,
    apply: (args, draws) => {
      const [start, end] = [integerAt(args, 0), integerAt(args, 1)];
      if (start >= end) throw new IntrinsicFault('The start number must be less than the end number.');
      if (args.length === 3) return start + new JavaRandom(integerAt(args, 2)).nextInt(end - start);
      return start + Math.floor(draws.number() * (end - start));
    },
  },
  UUID: { least: 0, most: 0, apply: (_, draws) => draws.uuid() },
};
