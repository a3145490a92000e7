import type { Tone } from '@/components/ui/tone';

/** What moves while an import is read, as pages and the event stream have it. */
export type ImportView = {
  id: string;
  state: 'receiving' | 'waiting' | 'reading' | 'done' | 'failed' | 'cancelled';
  sizeBytes: number;
  bytesRead: number;
  rowsRead: number;
};

export const isUnderWay = (state: ImportView['state']): boolean =>
  state === 'receiving' || state === 'waiting' || state === 'reading';

export const importTone = (state: ImportView['state']): Tone => TONES[state];

const TONES: Record<ImportView['state'], Tone> = {
  receiving: 'neutral',
  waiting: 'neutral',
  reading: 'progress',
  done: 'good',
  failed: 'risk',
  cancelled: 'neutral',
};
