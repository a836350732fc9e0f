import { LineChart } from 'echarts/charts';
import { GridSimpleComponent } from 'echarts/components';
import { init, use as withParts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { useTheme } from '../../shell/theme.js';
import { seriesOf } from './score-series.js';

withParts([LineChart, GridSimpleComponent, CanvasRenderer]);

/** Lines that can be told apart in both themes; named beside the chart, as an own legend costs less than ECharts'. */
const COLOURS = ['#2f7fd1', '#d9822b', '#2e9e6b', '#a463c8', '#c9475b', '#7a8594', '#9a8a1f', '#1f9aa8'];
const colourOf = (at: number): string => COLOURS[at % COLOURS.length] ?? '#7a8594';

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const said = ({ seriesName, value }: { seriesName?: string; value: unknown }): string =>
  `${seriesName ?? ''}: ${Array.isArray(value) ? Number(value[1]).toFixed(1) : ''}`;

/** Scores of one account over time, a line for each framework. */
export function ScoreChart({ scores }: { scores: readonly Schemas['Score'][] }) {
  const accounts = [...new Set(scores.map(({ accountId }) => accountId))].sort();
  const [chosen, choose] = useState(accounts[0] ?? '');
  const place = useRef<HTMLDivElement>(null);
  const [theme] = useTheme();
  const lines = useMemo(() => seriesOf(scores, chosen), [scores, chosen]);
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current, null, { renderer: 'canvas' });
    const text = { color: colour('--soft') };
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 36, right: 12, top: 12, bottom: 28 },
      xAxis: { type: 'time', axisLabel: text },
      yAxis: {
        type: 'value',
        min: 0,
        max: 100,
        axisLabel: text,
        splitLine: { lineStyle: { color: colour('--line') } },
      },
      color: COLOURS,
      series: lines.map(({ name, points }) => ({
        ...{ type: 'line', name, data: points, symbolSize: 7 },
        // said at the point itself: ECharts' tooltip is a part of its own, which costs as much as all of our pages
        emphasis: { label: { show: true, position: 'top', formatter: said, color: colour('--ink') } },
      })),
    });
    const onSize = new ResizeObserver(() => chart.resize());
    onSize.observe(place.current);
    return () => {
      onSize.disconnect();
      chart.dispose();
    };
  }, [lines, theme]);
  return (
    <figure>
      <figcaption>
        <label>
          Over time, of account{' '}
          <select value={chosen} onChange={({ target }) => choose(target.value)}>
            {accounts.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      </figcaption>
      <ul className="legend">
        {lines.map(({ name }, at) => (
          <li key={name}>
            <svg width="12" height="12" aria-hidden="true">
              <circle cx="6" cy="6" r="5" fill={colourOf(at)} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <div
        ref={place}
        className="chart"
        role="img"
        aria-label="Scores over time, from 0 to 100; the table above has the last ones"
      />
    </figure>
  );
}
