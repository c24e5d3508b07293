/**
 * The short sound of a match, for one who waits in another tab.
 *
 * @module
 */

/** Two notes, Hz, each this long. */
const NOTES_HZ = [659, 988];
const NOTE_SECONDS = 0.16;
const LOUDNESS = 0.15;

/**
 * Plays it once. A browser that allows no sound yet plays nothing.
 *
 * @param createContext Makes an audio context.
 */
export function playChime(createContext: () => AudioContext): void {
  try {
    const audio = createContext();
    const gain = audio.createGain();
    gain.connect(audio.destination);
    const startsAt = audio.currentTime + 0.02;
    const endsAt = startsAt + NOTES_HZ.length * NOTE_SECONDS;
    gain.gain.setValueAtTime(LOUDNESS, startsAt);
    gain.gain.exponentialRampToValueAtTime(0.001, endsAt);
    const oscillator = audio.createOscillator();
    oscillator.connect(gain);
    NOTES_HZ.forEach((frequencyHz, i) =>
      oscillator.frequency.setValueAtTime(
        frequencyHz,
        startsAt + i * NOTE_SECONDS,
      )
    );
    oscillator.onended = () => void audio.close();
    oscillator.start(startsAt);
    oscillator.stop(endsAt);
  } catch {
    // The title tells of the match, too.
  }
}
