export type TimeLeft = {
  isOver: boolean;
  unit: 'days' | 'hours' | 'minutes';
  days: number;
  hours: number;
  minutes: number;
};

/** How far a moment is away, in its two largest units: over a day in days and hours, else in hours and minutes. */
export function timeLeft(at: string, nowMs: number): TimeLeft {
  const ms = Date.parse(at) - nowMs;
  const minutesLeft = Math.floor(Math.abs(ms) / 60_000);
  const days = Math.floor(minutesLeft / 1_440);
  const hours = Math.floor(minutesLeft / 60) % 24;
  const minutes = minutesLeft % 60;
  return { isOver: ms <= 0, unit: days > 0 ? 'days' : hours > 0 ? 'hours' : 'minutes', days, hours, minutes };
}
