import { z } from 'zod';

/**
 * A line of the embedded metric format, by its specification
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
const UNITS = ['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Percent', 'Count', 'None'] as const;
const text = (most: number) => z.string().min(1).max(most);
const target = z.union([z.number(), z.array(z.number()).min(1).max(100)]);

const directive = z.strictObject({
  Namespace: text(1024),
  Dimensions: z.array(z.array(text(250)).max(30)).min(1),
  Metrics: z
    .array(
      z.strictObject({
        Name: text(1024),
        Unit: z.enum(UNITS),
        StorageResolution: z.literal([1, 60]).optional(),
      }),
    )
    .min(1)
    .max(100),
});

export const emfLine = z
  .looseObject({
    _aws: z.strictObject({ Timestamp: z.int().min(0), CloudWatchMetrics: z.array(directive).min(1) }),
  })
  .superRefine((line, problems) => {
    const report = (message: string) => problems.addIssue({ code: 'custom', message });
    for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
      for (const name of Dimensions.flat()) {
        const value = line[name];
        if (!text(1024).safeParse(value).success) report(`the dimension ${name} has no value`);
      }
      for (const { Name } of Metrics)
        if (!target.safeParse(line[Name]).success) report(`the metric ${Name} has no number`);
    }
    if (JSON.stringify(line).length > 256 * 1024) report('the line is too long');
  });
export type EmfLine = z.infer<typeof emfLine>;

/** The lines of an output that are for CloudWatch. @throws where one of them is not as it must be */
export const emfLinesIn = (output: string): EmfLine[] =>
  output
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => emfLine.parse(JSON.parse(line)));

/** Each value of each metric with its unit and the names of its dimensions, in the order in which they were told. */
export const told = (lines: readonly EmfLine[]) =>
  lines.flatMap((line) =>
    line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.map(({ Name, Unit }) => ({
        ...{ namespace: Namespace, name: Name, unit: Unit, sets: Dimensions, value: line[Name] },
        dimensions: Object.fromEntries(Dimensions.flat().map((name) => [name, line[name]])),
      })),
    ),
  );
