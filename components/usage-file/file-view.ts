import type { Tone } from '@/components/ui/tone';

/** A usage file as pages and the event stream have it. */
export type FileView = {
  id: string;
  name: string;
  format: string;
  compression: string;
  sender: { kind: string; slug: string; name: string };
  mapping: { id: string; name: string; version: number } | null;
  state: string;
  sizeBytes: number;
  bytesRead: number;
  rows: Record<
    'received' | 'accepted' | 'duplicate' | 'conflict' | 'rejected' | 'suspended' | 'passedOver',
    number
  >;
  failure: string | null;
  createdAt: string;
};

export const isUnderWay = (state: string): boolean => UNDER_WAY.has(state);

/** How many rows are in the error file. */
export const refusedCount = ({ rows }: Pick<FileView, 'rows'>): number =>
  rows.rejected + rows.suspended + rows.conflict;

/** A file that was read is good only if all of its rows were taken. */
export const fileTone = (file: Pick<FileView, 'state' | 'rows'>): Tone => {
  if (file.state === 'failed') return 'risk';
  if (file.state !== 'done') return file.state === 'reading' ? 'progress' : 'neutral';
  return refusedCount(file) > 0 ? 'attention' : 'good';
};

const UNDER_WAY: ReadonlySet<string> = new Set(['receiving', 'waiting', 'reading']);
