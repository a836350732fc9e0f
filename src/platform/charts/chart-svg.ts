import { once } from '../../shared/once.js';
import { FONT, widthOf } from './chart-text.js';
import { chartOptions } from './chart-options.js';
import type { ChartSpec } from './chart-spec.js';

/** Some 40 MB once loaded, and few processes draw: so at the first chart, and only the parts that are drawn with. */
const library = once(async () => {
  const core = await import('echarts/core');
  const charts = await import('echarts/charts');
  const components = await import('echarts/components');
  const renderers = await import('echarts/renderers');
  core.use([
    charts.BarChart,
    charts.GaugeChart,
    charts.LineChart,
    charts.PieChart,
    components.GraphicComponent,
    components.GridComponent,
    components.LegendComponent,
    components.TitleComponent,
    renderers.SVGRenderer,
  ]);
  // without a canvas the library guesses at a narrower font than ours, and cuts names too late
  core.setPlatformAPI({
    measureText: (text, font) => ({
      width: widthOf(text, Number.parseFloat(/[\d.]+(?=px)/.exec(font ?? '')?.[0] ?? '12')),
    }),
  });
  return core;
});

/** Characters that XML cannot have (w3.org/TR/xml, 2.2): whoever reads it refuses all of it for one of them. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * The chart as SVG that stands alone: no script, no style sheet, no ids. The same spec gives the same text, as what
 * ECharts counts up from chart to chart (class names for hovering, clips that cut nothing here) is taken out.
 */
export async function chartSvg(spec: ChartSpec): Promise<string> {
  const core = await library();
  const chart = core.init(null, null, { renderer: 'svg', ssr: true, width: spec.width, height: spec.height });
  try {
    chart.setOption(chartOptions(spec));
    const spoken = escaped(spec.description ?? spec.title ?? '');
    return (
      chart
        .renderToSVGString()
        .replace(/<(style|defs)[\s\S]*?<\/\1>/g, '')
        .replace(/ (class|clip-path|ecmeta_\w+|pointer-events|baseProfile|xmlns:xlink)="[^"]*"/g, '')
        // once for all, and so that whoever shows it may choose another
        .replace(/font-family:[^;"]*;/g, '')
        // a function, as `$&` and its like in a text that is put in would mean something
        .replace('<svg ', () => `<svg font-family="${FONT}" role="img" aria-label="${spoken}" `)
        .replace(/\n+/g, '\n')
        .replace(NOT_XML, '\ufffd')
    );
  } finally {
    chart.dispose();
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
