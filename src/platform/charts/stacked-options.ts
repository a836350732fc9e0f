import type { EChartsCoreOption } from 'echarts/core';
import { colours } from '../../shared/palette.js';
import type { StackedSpec } from './chart-spec.js';
import { label, labelWidthOf, titleHeight } from './chart-text.js';

/** Rows of parts that touch each other; parts of the same name have one colour and one place in the key. */
export function stackedOptions(spec: StackedSpec): EChartsCoreOption {
  const names = [...new Set(spec.rows.flatMap(({ parts }) => parts.map((part) => part.label)))];
  const labelled = spec.rows.some((row) => row.label !== '');
  const left = labelled ? labelWidthOf(spec) + 10 : 0;
  const legend = spec.legend ?? true;
  const longest = Math.max(
    1,
    ...spec.rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)),
  );
  return {
    grid: { left, right: 1, top: titleHeight(spec), bottom: legend ? 28 : 2, outerBoundsMode: 'none' },
    legend: {
      show: legend,
      left,
      bottom: 4,
      padding: 0,
      itemGap: 14,
      itemWidth: 11,
      itemHeight: 11,
      icon: 'roundRect',
      textStyle: { ...label, color: colours.quiet },
      data: names,
    },
    xAxis: { type: 'value', show: false, min: 0, max: longest },
    yAxis: {
      type: 'category',
      inverse: true,
      data: spec.rows.map((_, index) => String(index)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        show: labelled,
        width: labelWidthOf(spec),
        overflow: 'truncate',
        formatter: (index: string) => spec.rows[Number(index)]?.label ?? '',
      },
    },
    series: names.map((name) => ({
      type: 'bar',
      name,
      stack: 'all',
      silent: true,
      barMaxWidth: 26,
      barCategoryGap: '20%',
      itemStyle: {
        color: colourOf(spec, name),
        borderColor: spec.background ?? colours.paper,
        borderWidth: 1,
      },
      data: spec.rows.map(({ parts }) => {
        const part = parts.find((one) => one.label === name);
        const value = part?.value ?? 0;
        // a number in a part that is narrower than it would stand over its neighbour
        const fits = value > 0 && (value / longest) * (spec.width - left) > 9 * String(value).length + 6;
        return {
          value,
          label: {
            show: fits,
            formatter: () => part?.shown ?? value.toLocaleString('en-US'),
            fontSize: 12,
            fontWeight: 600,
            color: isDark(colourOf(spec, name)) ? colours.paper : colours.ink,
          },
        };
      }),
    })),
  };
}

function colourOf(spec: StackedSpec, name: string): string {
  const parts = spec.rows.flatMap((row) => row.parts);
  return parts.find((part) => part.label === name)?.colour ?? colours.accent;
}

/** By the weights of sRGB's luminance, without its curve: enough to choose between white and ink. */
function isDark(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 145;
}
