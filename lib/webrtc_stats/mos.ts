/**
 * How a call would be judged by those who talk, as an estimate.
 *
 * @module
 */

/** What is judged; all of it must be known. */
export interface Impairments {
  /** Round trip, milliseconds. */
  readonly rttMs: number;
  /** Jitter, milliseconds. */
  readonly jitterMs: number;
  /** Loss, 0 to 1. */
  readonly lossShare: number;
}

/** R of a call that nothing impairs. Source: ITU-T G.107, default values. */
const BEST_R = 93.2;

/** Milliseconds that coding and playing take, whatever the network does. */
const CODEC_MS = 20;

/** Delay from which talking to each other becomes hard, milliseconds. */
const KNEE_MS = 177.3;

/**
 * How well the codec bears loss, `Bpl`, percent. Opus conceals about as well as
 * G.711 with packet loss concealment, which has 25.1 for random loss (ITU-T
 * G.113, table I.4); half of that is taken, since losses come in bursts.
 */
const LOSS_ROBUSTNESS_PCT = 12.5;

/**
 * Estimates the mean opinion score of a call.
 *
 * The simplified E-model, `R = 93.2 − Id − Ie,eff`:
 * - `Id = 0.024 d + 0.11 max(0, d − 177.3)`, where `d` is the way from mouth to
 *   ear: half the round trip, a jitter buffer of twice the jitter, the codec.
 *   Source: R. G. Cole, J. H. Rosenbluth, "Voice over IP performance
 *   monitoring", 2001.
 * - `Ie,eff = 95 Ppl / (Ppl + Bpl)` with the loss `Ppl` in percent. Source:
 *   ITU-T G.107 §7.4, with `Ie` = 0 and random loss.
 * - `MOS = 1 + 0.035 R + 7·10⁻⁶ R (R − 60) (100 − R)`. Source: ITU-T G.107
 *   annex B. It falls below 1 for an `R` under 6.5, and is held at 1 there.
 *
 * @returns 1 to 4.5; it never rises as any of them grows.
 */
export function mosOf({ rttMs, jitterMs, lossShare }: Impairments): number {
  const delayMs = rttMs / 2 + 2 * jitterMs + CODEC_MS;
  const delay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - KNEE_MS);
  const lossPct = lossShare * 100;
  // Each step rounds in one direction only, and the last one takes the error of
  // the last bits away: it must not raise the score of something worse.
  const loss = 95 * (1 - LOSS_ROBUSTNESS_PCT / (lossPct + LOSS_ROBUSTNESS_PCT));
  const r = Math.max(0, Math.round((BEST_R - delay - loss) * 1e6) / 1e6);
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
}
