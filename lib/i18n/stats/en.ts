/**
 * The texts about a call's connection in English.
 *
 * @module
 */

import type { StatsMessages } from "./messages.ts";

/** English texts. */
export const statsEn: StatsMessages = {
  title: "Connection",
  badge: "Connection: {level}",
  levels: {
    excellent: "Excellent",
    good: "Good",
    fair: "Fair",
    poor: "Poor",
    unknown: "Measuring",
  },
  reasons: {
    rtt: "The way to the other person is long.",
    loss: "Some of what is sent gets lost.",
    jitter: "What is sent arrives unevenly.",
    stalled: "Nothing is coming through right now.",
  },
  rtt: "Round trip (RTT)",
  lossIn: "Lost on the way to you",
  lossOut: "Lost on the way to them",
  jitter: "Jitter",
  path: "Path",
  direct: "Direct, from browser to browser",
  relayed: "Over our relay (TURN, {protocol})",
  relayedSomehow: "Over our relay (TURN)",
  relayNeeded:
    "Your network allows no direct path. The relay passes on what it cannot read.",
  relayChosen:
    "You chose to hide your address. The relay passes on what it cannot read.",
  peerRelayed: "The other person uses a relay.",
  up: "Sent",
  down: "Received",
  you: "You",
  them: "Them",
  unknown: "not known",
  showBandwidth: "Show bandwidth",
  hideBandwidth: "Hide bandwidth",
  bandwidth: "Bandwidth",
  allFigures: "All figures",
  close: "Close",
  fallback: "This page measures the call by itself, which costs a little more.",
  charts: {
    rtt: "Round trip",
    loss: "Loss",
    up: "Sending",
    down: "Receiving",
    fps: "Frame rate",
    jitter: "Jitter",
  },
  chart: "{name}: now {now}, from {least} to {most}",
  lastMinutes: "The last two minutes",
  picture: "Picture received",
  freezes: "Frozen",
  sent: "Sent in all",
  received: "Received in all",
  pageFps: "Frame rate of this page",
  score: "Estimated score (1 to 5)",
  measuredBy: "Measured by",
  worker: "a worker",
  page: "the page",
};
