/**
 * What goes to and fro right now, a row for each side.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";
import type { Figures } from "./figures.ts";

/** What the panel shows. */
export interface BandwidthPanelProps {
  /** The state of the call. */
  stats: CallStats;
  /** Writes figures. */
  figures: Figures;
  /** Texts about the connection. */
  texts: StatsMessages;
}

/** Who sends how much, and over whose relay. */
export function BandwidthPanel(
  { stats, figures, texts }: BandwidthPanelProps,
) {
  const up = sumOf(stats.upAudioBps, stats.upVideoBps);
  const down = sumOf(stats.downAudioBps, stats.downVideoBps);
  return (
    <table class="bandwidth" data-testid="bandwidth">
      <caption class="unseen">{texts.bandwidth}</caption>
      <tbody>
        <Row
          name={texts.you}
          arrow="↑"
          what={texts.up}
          figure={figures.bitrate(up)}
          testId="bandwidth-up"
          isRelayed={stats.isRelayed}
        />
        <Row
          name={texts.them}
          arrow="↓"
          what={texts.down}
          figure={figures.bitrate(down)}
          testId="bandwidth-down"
          isRelayed={stats.isRemoteRelayed}
        />
        <tr>
          <th scope="row" colSpan={2}>
            <abbr title={texts.rtt}>RTT</abbr>
          </th>
          <td>{figures.ms(stats.rttMs)}</td>
        </tr>
      </tbody>
    </table>
  );
}

interface RowProps {
  name: string;
  arrow: string;
  what: string;
  figure: string;
  testId: string;
  isRelayed: boolean | undefined;
}

function Row({ name, arrow, what, figure, testId, isRelayed }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {name} {isRelayed && <abbr class="turn-mark">TURN</abbr>}
      </th>
      <td class="bandwidth-arrow">
        <span aria-hidden="true">{arrow}</span>
        <span class="unseen">{what}</span>
      </td>
      <td data-testid={testId}>{figure}</td>
    </tr>
  );
}

function sumOf(
  audioBps: number | undefined,
  videoBps: number | undefined,
): number | undefined {
  if (audioBps === undefined) return videoBps;
  return audioBps + (videoBps ?? 0);
}
