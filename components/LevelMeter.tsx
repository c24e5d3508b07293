/** A bar as long as the sound is loud. */
export function LevelMeter({ level, label }: { level: number; label: string }) {
  const percent = Math.round(level * 100);
  return (
    <div
      class="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      data-testid="meter"
    >
      <span style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}
