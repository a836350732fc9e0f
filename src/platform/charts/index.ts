export type {
  BarsSpec,
  ChartSpec,
  DonutSpec,
  GaugeSpec,
  LineSpec,
  Portion,
  StackedSpec,
} from './chart-spec.js';
export { chartPng } from './chart-png.js';
export { chartSvg } from './chart-svg.js';
export { bundledFonts } from './fonts.js';
export { colours, severityColours, statusColours } from '../../shared/palette.js';
