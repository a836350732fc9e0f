import type { EChartsCoreOption } from 'echarts/core';
import { colours } from '../../shared/palette.js';
import type { LineSpec } from './chart-spec.js';
import { label, titleHeight } from './chart-text.js';

/** Lines over time; the last value of each is written at its end. */
export function lineOptions(spec: LineSpec): EChartsCoreOption {
  const many = spec.lines.length > 1;
  return {
    grid: {
      left: 34,
      right: 46,
      top: titleHeight(spec) + (many ? 24 : 6),
      bottom: 24,
      outerBoundsMode: 'none',
    },
    legend: {
      show: many,
      left: 0,
      top: titleHeight(spec) - 2,
      padding: 0,
      itemWidth: 18,
      itemHeight: 8,
      icon: 'roundRect',
      itemStyle: { borderWidth: 0 },
      textStyle: { ...label, color: colours.quiet },
      data: spec.lines.map(({ label: name }) => name),
    },
    xAxis: {
      type: 'category',
      boundaryGap: spec.labels.length < 2,
      data: [...spec.labels],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: {
        ...label,
        fontSize: 11,
        color: colours.quiet,
        hideOverlap: true,
        ...(spec.labels.length > 1
          ? { alignMinLabel: 'left', alignMaxLabel: 'right', showMinLabel: true, showMaxLabel: true }
          : {}),
      },
    },
    yAxis: {
      type: 'value',
      min: spec.min,
      max: spec.max,
      splitNumber: 4,
      // or the library writes 90 and 100 over each other
      ...(spec.min !== undefined && spec.max !== undefined ? { interval: (spec.max - spec.min) / 4 } : {}),
      splitLine: { lineStyle: { color: '#e9edf2' } },
      axisLabel: { ...label, fontSize: 11, color: colours.quiet },
    },
    series: spec.lines.map(({ label: name, values, colour = colours.accent, dashed = false }, order) => {
      const last = values.findLastIndex((value) => value !== null);
      return {
        type: 'line',
        name,
        silent: true,
        clip: false,
        data: values.map((value, index) => ({
          value: value ?? '-',
          // a value between two that are not known has no line to show it
          symbolSize: index === last ? 7 : alone(values, index) ? 5 : 0,
          label: {
            show: index === last,
            position: 'right',
            distance: 6,
            offset: [0, apart(spec, order)],
            fontSize: 12,
            fontWeight: 600,
            color: dashed ? colours.quiet : colour,
          },
        })),
        symbol: 'circle',
        showAllSymbol: true,
        lineStyle: { color: colour, width: dashed ? 1.5 : 2.5, type: dashed ? [4, 3] : 'solid' },
        itemStyle: { color: colour },
      };
    }),
  };
}

const alone = (values: readonly (number | null)[], index: number): boolean =>
  (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;

/** Pixels by which the last number of a line is moved away from the one that it would stand over. */
function apart({ lines, height, min = 0, max = 100 }: LineSpec, order: number): number {
  const ends = lines.map(({ values }) => values.findLast((value) => value !== null) ?? null);
  const mine = ends[order];
  const near = ends.find((end, index) => {
    const gap = end === null || mine == null ? max - min : Math.abs(end - mine);
    return index !== order && (gap / (max - min || 1)) * height < 14;
  });
  if (near == null || mine == null) return 0;
  return mine > near || (mine === near && order === 0) ? -8 : 8;
}
