import { z } from 'zod';
import { read, type Target } from '../../fix.js';

/** AWS goes on showing a terminated instance for about an hour, without much of what others have. */
const found = z
  .object({
    Reservations: z.array(
      z.object({ Instances: z.array(z.looseObject({ State: z.object({ Name: z.string() }) })) }),
    ),
  })
  .transform(({ Reservations }) => Reservations.flatMap(({ Instances }) => Instances)[0] ?? null)
  .transform((instance) => (instance?.State.Name === 'terminated' ? null : instance));

/** One instance as DescribeInstances answers, with what a fix wants to know of it; null: it is gone. */
export const instanceRead = <T>(wanted: z.ZodType<T>) =>
  read(
    'ec2',
    'DescribeInstances',
    found.transform((instance): T | null => (instance === null ? null : wanted.parse(instance))),
    describing,
    {
      absent: 'InvalidInstanceID.NotFound',
    },
  );

export const describing = ({ name }: Pick<Target, 'name'>) => ({ InstanceIds: [name] });

/** A path into DescribeInstances' answer about one instance. */
export const ofInstance = (path: string): string => `Reservations.0.Instances.0.${path}`;

export const GONE = 'The instance is gone';
