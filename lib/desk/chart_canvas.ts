/**
 * Draws lines on a canvas with Chart.js: only the parts of it that are used, no
 * animation, gaps left open, dots only where there is no line.
 *
 * It is loaded by `import()` when a chart is first shown, so that neither the
 * server nor a page without charts holds Chart.js.
 *
 * @module
 */

import {
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import { formatWhen } from "@/lib/monitoring/overview/when.ts";
import {
  formatChartValue,
  isLone,
  type LineChartData,
  type LineStyle,
} from "./chart_lines.ts";
import {
  CHART_EDGES_PX,
  type PointerLook,
  pointerPlugin,
} from "./chart_pointer.ts";
import { tickDetail, type TimeSpan, timeTicks } from "./time_ticks.ts";

Chart.register(
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
);

type Lines = Chart<"line", { x: number; y: number | null }[]>;

/** A chart on a canvas. */
export interface ChartCanvas {
  /** Shows other data. */
  update(data: LineChartData): void;
  /** Takes the chart off the canvas. */
  destroy(): void;
}

const DAY_MS = 24 * 3_600_000;

/** Radius of a point between gaps, pixels. */
const LONE_POINT_PX = 2;

/** The width that one mark of the time axis needs, pixels. */
const TICK_PX = { day: 76, minute: 44, time: 60 } as const;

/** Of days more is written than of minutes; seconds are told of a short span. */
function mostTicks({ fromMs, toMs }: TimeSpan, widthPx: number): number {
  const spanMs = toMs - fromMs;
  const detail = spanMs > 2 * DAY_MS ? "day" : "minute";
  const most = Math.max(3, Math.floor(widthPx / TICK_PX[detail]));
  const isFine = spanMs / most < 60_000;
  return isFine ? Math.max(3, Math.floor(widthPx / TICK_PX.time)) : most;
}

const DASHES: Readonly<Record<LineStyle, number[]>> = {
  main: [],
  second: [6, 3],
  third: [2, 2],
  before: [2, 4],
};

/** Puts a chart on a canvas that is in the page. */
export function drawLines(
  canvas: HTMLCanvasElement,
  first: LineChartData,
): ChartCanvas {
  let data = first;
  const pointer = pointerPlugin(() => pointerLook(canvas, data));
  const chart: Lines = new Chart(canvas, {
    ...configOf(canvas, data),
    plugins: [pointer],
  });
  // The colours are the page's, which has a light and a dark set.
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const update = () => {
    const { data: { datasets }, options } = configOf(canvas, data);
    chart.data.datasets = datasets;
    chart.options = options!;
    chart.update("none");
  };
  scheme.addEventListener("change", update);
  return {
    update(next) {
      data = next;
      update();
    },
    destroy() {
      scheme.removeEventListener("change", update);
      chart.destroy();
    },
  };
}

function colourOf(styles: CSSStyleDeclaration): Colour {
  return (name) => styles.getPropertyValue(`--${name}`).trim();
}

function pointerLook(
  canvas: HTMLCanvasElement,
  { marks = [], threshold }: LineChartData,
): PointerLook {
  const colour = colourOf(getComputedStyle(canvas));
  return {
    line: colour("ink-soft"),
    bad: colour("danger"),
    quiet: colour("line"),
    marks,
    threshold,
  };
}

function configOf(canvas: HTMLCanvasElement, data: LineChartData) {
  const styles = getComputedStyle(canvas);
  const colour = colourOf(styles);
  const font: Font = { family: styles.fontFamily, size: 11 };
  const config: ChartConfiguration<
    "line",
    { x: number; y: number | null }[]
  > = {
    type: "line",
    data: {
      datasets: data.lines.map(({ name, style, points }) => ({
        label: name,
        data: points.map(([x, y]) => ({ x, y })),
        borderColor: colour(`line-${style}`),
        borderDash: DASHES[style],
        borderWidth: 1.5,
        pointRadius: points.map((_, i) =>
          isLone(points, i) ? LONE_POINT_PX : 0
        ),
        pointBackgroundColor: colour(`line-${style}`),
        pointHoverRadius: 3,
        pointHoverBackgroundColor: colour(`line-${style}`),
      })),
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      spanGaps: false,
      maintainAspectRatio: false,
      font,
      color: colour("ink-soft"),
      layout: { padding: { right: CHART_EDGES_PX.end } },
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: timeAxis(data, colour, font),
        y: valueAxis(data, colour, font),
      },
      plugins: {
        tooltip: tooltip(data, colour),
      },
    },
  };
  return config;
}

type Colour = (name: string) => string;
/** The page's; an axis does not take it from its chart. */
type Font = { family: string; size: number };
type Options = NonNullable<ChartConfiguration<"line">["options"]>;
type Tip = NonNullable<NonNullable<Options["plugins"]>["tooltip"]>;
type Axis = NonNullable<NonNullable<Options["scales"]>[string]>;

function timeAxis({ span }: LineChartData, colour: Colour, font: Font): Axis {
  return {
    type: "linear",
    min: span.fromMs,
    max: span.toMs,
    border: { color: colour("line") },
    grid: { display: false },
    afterBuildTicks(scale) {
      const most = mostTicks(span, scale.width);
      const offsetMs = -60_000 * new Date(span.toMs).getTimezoneOffset();
      const ticks = timeTicks(span, most, offsetMs);
      scale.ticks = ticks.map((value) => ({ value }));
    },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      font,
      color: colour("ink-soft"),
      callback(value, _, ticks) {
        const detail = tickDetail(ticks.map((tick) => tick.value));
        return formatWhen(Number(value), detail);
      },
    },
  };
}

function valueAxis({ unit }: LineChartData, colour: Colour, font: Font): Axis {
  return {
    type: "linear",
    beginAtZero: true,
    border: { display: false },
    grid: { color: colour("line") },
    // Charts above each other share one axis of time.
    afterFit(scale) {
      scale.width = CHART_EDGES_PX.start;
    },
    ticks: {
      maxTicksLimit: 4,
      font,
      color: colour("ink-soft"),
      callback: (value) => formatChartValue(Number(value), unit),
    },
  };
}

function tooltip({ unit }: LineChartData, colour: Colour): Tip {
  return {
    animation: false,
    backgroundColor: colour("ink"),
    titleColor: colour("paper"),
    bodyColor: colour("paper"),
    displayColors: false,
    callbacks: {
      title: ([item]) => formatWhen(item?.parsed.x ?? 0, "moment"),
      label: ({ dataset, parsed: { y } }) =>
        `${dataset.label}: ${y === null ? "–" : formatChartValue(y, unit)}`,
    },
  };
}
