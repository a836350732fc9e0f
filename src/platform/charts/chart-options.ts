import type { EChartsCoreOption } from 'echarts/core';
import { colours, statusColours } from '../../shared/palette.js';
import type { BarsSpec, ChartSpec, DonutSpec, GaugeSpec, Portion } from './chart-spec.js';
import { lineOptions } from './line-options.js';
import { stackedOptions } from './stacked-options.js';
import { FONT, label, labelWidthOf, titleHeight, widthOf } from './chart-text.js';

/** The options of ECharts for a chart: nothing that moves, nothing that depends on the moment. */
export function chartOptions(spec: ChartSpec): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: colours.ink },
    ...(spec.background === undefined ? {} : { backgroundColor: spec.background }),
    ...(spec.title === undefined
      ? {}
      : {
          title: {
            text: spec.title,
            left: 0,
            top: 0,
            padding: 0,
            textStyle: {
              fontSize: 13,
              fontWeight: 600,
              color: colours.ink,
              width: spec.width,
              overflow: 'truncate',
            },
          },
        }),
    ...drawn(spec),
  };
}

function drawn(spec: ChartSpec): EChartsCoreOption {
  switch (spec.type) {
    case 'bars':
      return bars(spec);
    case 'donut':
      return donut(spec);
    case 'gauge':
      return gauge(spec);
    case 'line':
      return lineOptions(spec);
    case 'stacked':
      return stackedOptions(spec);
  }
}

const SERIES = [colours.accent, statusColours.partial, statusColours.failed, statusColours.no_evidence];

const colourOf = (portion: Portion, index: number): string =>
  portion.colour ?? SERIES[index % SERIES.length] ?? colours.accent;

const shown = ({ shown: text, value }: Portion): string => text ?? value.toLocaleString('en-US');

function bars(spec: BarsSpec): EChartsCoreOption {
  const names = labelWidthOf(spec);
  const largest = Math.max(1, ...spec.bars.map(({ value }) => value));
  return {
    grid: { left: names + 10, right: 52, top: titleHeight(spec), bottom: 2, outerBoundsMode: 'none' },
    xAxis: { type: 'value', show: false, min: 0, max: largest },
    yAxis: {
      type: 'category',
      inverse: true,
      data: spec.bars.map((_, index) => String(index)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        width: names,
        overflow: 'truncate',
        formatter: (index: string) => spec.bars[Number(index)]?.label ?? '',
      },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barMaxWidth: 16,
        barCategoryGap: '38%',
        showBackground: true,
        backgroundStyle: { color: '#eef1f5', borderRadius: 3 },
        label: { show: true, position: 'right', fontSize: 12, fontWeight: 600, color: colours.ink },
        data: spec.bars.map((bar, index) => ({
          value: bar.value,
          itemStyle: { color: colourOf(bar, index), borderRadius: 3 },
          label: { formatter: () => shown(bar), offset: [0, 0] },
        })),
      },
    ],
  };
}

function donut(spec: DonutSpec): EChartsCoreOption {
  const top = titleHeight(spec);
  const radius = Math.max(
    10,
    Math.min(spec.height - top, spec.legend ? spec.width * 0.42 : spec.width) / 2 - 2,
  );
  const centre = [spec.legend ? radius + 2 : spec.width / 2, top + (spec.height - top) / 2];
  const total = spec.slices.reduce((sum, { value }) => sum + value, 0);
  const size = Math.round(Math.min(radius * 0.46, (radius * 1.15) / widthOf(spec.centre?.text ?? '0', 1)));
  return {
    series: [
      {
        type: 'pie',
        silent: true,
        radius: [radius * 0.66, radius],
        center: centre,
        startAngle: 90,
        label: { show: false },
        labelLine: { show: false },
        itemStyle: { borderColor: spec.background ?? colours.paper, borderWidth: total === 0 ? 0 : 1.5 },
        data:
          total === 0
            ? [{ value: 1, name: '', itemStyle: { color: colours.line } }]
            : spec.slices.map((slice, index) => ({
                value: slice.value,
                name: String(index),
                itemStyle: { color: colourOf(slice, index) },
              })),
      },
    ],
    graphic: [
      ...(spec.centre === undefined
        ? []
        : [
            words(spec.centre.text, centre[0] ?? 0, (centre[1] ?? 0) - (spec.centre.note ? size * 0.18 : 0), {
              fontSize: size,
              fontWeight: 600,
              fill: colours.ink,
            }),
            words(spec.centre.note ?? '', centre[0] ?? 0, (centre[1] ?? 0) + size * 0.62, {
              fontSize: 11,
              fill: colours.quiet,
            }),
          ]),
      ...(spec.legend === true ? keyOf(spec, 2 * radius + 24) : []),
    ],
  };
}

/** Our own key and not the library's: it has the values, in a column of their own. */
function keyOf(spec: DonutSpec, left: number) {
  const rows = spec.slices.length;
  const step = Math.min(24, (spec.height - titleHeight(spec)) / Math.max(1, rows));
  const first = titleHeight(spec) + (spec.height - titleHeight(spec) - step * (rows - 1)) / 2;
  return spec.slices.flatMap((slice, index) => {
    const y = first + index * step;
    return [
      {
        type: 'circle',
        silent: true,
        shape: { cx: left + 5, cy: y, r: 5 },
        style: { fill: colourOf(slice, index) },
      },
      words(slice.label, left + 18, y, {
        fontSize: 12,
        fill: colours.ink,
        align: 'left',
        width: spec.width - left - 70,
        overflow: 'truncate',
      }),
      words(shown(slice), spec.width - 2, y, {
        fontSize: 12,
        fontWeight: 600,
        fill: colours.ink,
        align: 'right',
      }),
    ];
  });
}

const words = (text: string, x: number, y: number, style: object) => ({
  type: 'text',
  silent: true,
  x,
  y,
  style: { text, align: 'center', verticalAlign: 'middle', fontFamily: FONT, ...style },
});

function gauge(spec: GaugeSpec): EChartsCoreOption {
  const top = titleHeight(spec);
  const radius = Math.max(20, Math.min(spec.width / 2 - 4, (spec.height - top - 6) / 1.22));
  const centre = [spec.width / 2, top + radius + 4];
  const thickness = Math.round(radius * 0.17);
  return {
    series: [
      {
        type: 'gauge',
        silent: true,
        startAngle: 200,
        endAngle: -20,
        min: 0,
        max: spec.max,
        radius,
        center: centre,
        pointer: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { show: false },
        axisLine: { roundCap: true, lineStyle: { width: thickness, color: [[1, '#e6eaf0']] } },
        progress: {
          show: spec.value !== null && spec.value > 0,
          roundCap: true,
          width: thickness,
          itemStyle: { color: spec.colour ?? colours.accent },
        },
        detail: { show: false },
        data: [{ value: Math.min(spec.value ?? 0, spec.max) }],
      },
    ],
    graphic: [
      words(spec.text, centre[0] ?? 0, (centre[1] ?? 0) - radius * 0.08, {
        fontSize: Math.round(Math.min(radius * 0.56, (radius * 1.3) / widthOf(spec.text, 1))),
        fontWeight: 600,
        fill: colours.ink,
      }),
      words(spec.note ?? '', centre[0] ?? 0, (centre[1] ?? 0) + radius * 0.28, {
        fontSize: 12,
        fill: colours.quiet,
      }),
    ],
  };
}
