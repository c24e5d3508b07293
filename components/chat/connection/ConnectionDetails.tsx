/**
 * What the badge is made of, in words and figures.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { fillIn } from "@/lib/i18n/catalogue.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";
import type { Figures } from "./figures.ts";

/** What the details show. */
export interface ConnectionDetailsProps {
  /** The state of the call. */
  stats: CallStats;
  /** Writes figures. */
  figures: Figures;
  /** Texts about the connection. */
  texts: StatsMessages;
}

/** A list of figures, and what they mean. */
export function ConnectionDetails(
  { stats, figures, texts }: ConnectionDetailsProps,
) {
  const reasons = stats.qualityReasons ?? [];
  return (
    <>
      {reasons.length > 0 && (
        <p class="connection-reasons">
          {reasons.map((reason) => texts.reasons[reason]).join(" ")}
        </p>
      )}
      <dl class="connection-figures">
        <dt>{texts.rtt}</dt>
        <dd data-testid="connection-rtt">{figures.ms(stats.rttMs)}</dd>
        <dt>{texts.lossIn}</dt>
        <dd>{figures.share(stats.lossShare)}</dd>
        <dt>{texts.lossOut}</dt>
        <dd>{figures.share(stats.lossUpShare)}</dd>
        <dt>{texts.jitter}</dt>
        <dd>{figures.ms(stats.jitterMs)}</dd>
      </dl>
      <PathText stats={stats} texts={texts} />
    </>
  );
}

/** Over which way the call goes, and what that means for the visitor. */
function PathText(
  { stats, texts }: Pick<ConnectionDetailsProps, "stats" | "texts">,
) {
  const { isRelayed, isRemoteRelayed, isRelayChosen } = stats;
  return (
    <div
      class="connection-path"
      data-testid="connection-path"
      data-relay={pathCode(stats)}
      data-peer-relay={isRemoteRelayed}
    >
      <p>
        <strong>{pathName(stats, texts)}</strong>
      </p>
      {isRelayed && (
        <p>{isRelayChosen ? texts.relayChosen : texts.relayNeeded}</p>
      )}
      {isRelayed && isRemoteRelayed && <p>{texts.peerRelayed}</p>}
    </div>
  );
}

/** The path on our side, for tests and style sheets. */
function pathCode({ isRelayed, relayProtocol }: CallStats): string | undefined {
  if (isRelayed === undefined) return undefined;
  return isRelayed ? relayProtocol ?? "relay" : "direct";
}

function pathName(
  { isRelayed, isRemoteRelayed, relayProtocol }: CallStats,
  texts: StatsMessages,
): string {
  if (isRelayed === undefined) return `${texts.path}: ${texts.unknown}`;
  if (!isRelayed) return isRemoteRelayed ? texts.peerRelayed : texts.direct;
  return relayProtocol === undefined
    ? texts.relayedSomehow
    : fillIn(texts.relayed, { protocol: relayProtocol.toUpperCase() });
}
