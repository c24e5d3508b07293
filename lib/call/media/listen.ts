/**
 * Listens to how loud a stream is.
 *
 * @module
 */

import { levelOf } from "./level.ts";

/** How often the meter moves, milliseconds: more often no eye needs it. */
const METER_MS = 100;

/**
 * Tells the loudness again and again.
 *
 * @param stream A stream with sound.
 * @param onLevel Told of it: 0 for silence to 1 for a loud voice.
 * @returns Ends that.
 */
export function listen(
  stream: MediaStream,
  onLevel: (level: number) => void,
): () => void {
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const id = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, METER_MS);
  return () => {
    clearInterval(id);
    void audio.close();
  };
}
