/**
 * How loud sound is, as a meter shows it.
 *
 * @module
 */

/** Loudness of a silent room and of a voice close by, in dB below the most. */
const QUIET_DB = -60;
const LOUD_DB = -12;

/** From here on it is a voice and not the noise of the room. */
export const HEARD_LEVEL = 0.2;

/**
 * Measures a moment of sound.
 *
 * @param samples Its samples, each in [-1, 1].
 * @returns 0 for silence to 1 for a loud voice, even steps for even decibels.
 */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, (db - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}
