/**
 * Metrics in the Prometheus text format, version 0.0.4.
 *
 * @module
 */

/** Content type of {@link exposition}. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** One value. */
export interface Sample {
  /** Follows the family's name: `_bucket`, `_sum`, `_count`. Default none. */
  suffix?: string;
  /** What tells it from the family's other values. */
  labels?: Readonly<Record<string, string>>;
  /** The value, in the unit that the family's name ends in. */
  value: number;
}

/** Values that mean the same thing. */
export interface MetricFamily {
  /** Name, ending in its unit. */
  name: string;
  /** What kind of values. */
  type: "counter" | "gauge" | "histogram" | "summary";
  /** What they mean, in a sentence. */
  help: string;
  /** The values. */
  samples: readonly Sample[];
}

/** Gives metrics when asked. */
export type FamilySource = () =>
  | readonly MetricFamily[]
  | Promise<readonly MetricFamily[]>;

/** Makes a family of one value that goes up and down. */
export function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: "gauge", samples: [{ value }] };
}

/** Makes a family of one value that only grows. */
export function counter(
  name: string,
  help: string,
  value: number,
): MetricFamily {
  return { name, help, type: "counter", samples: [{ value }] };
}

/** Writes metrics as text. Families without values are left out. */
export function exposition(families: readonly MetricFamily[]): string {
  return families.filter(({ samples }) => samples.length > 0).map(write)
    .join("");
}

function write({ name, type, help, samples }: MetricFamily): string {
  const lines = samples.map(({ suffix = "", labels = {}, value }) =>
    `${name}${suffix}${labelText(labels)} ${numberText(value)}\n`
  );
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n` +
    lines.join("");
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function numberText(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
