import type { Ask } from '@/components/upload/use-preview';
import type { UsageMapping } from '@/lib/domain/usage/mapping';

/** What the first rows of a file would become; as the service answers it. */
export type Preview = {
  format: string;
  delimiter: string | null;
  columns: { name: string; values: string[] }[];
  suggestion: UsageMapping | null;
  failure: {
    code: string;
    message: string;
    issues: { code: string; path: string; message: string }[];
  } | null;
  rows: PreviewRow[];
};

export type PreviewRow = {
  rowNo: number;
  text: string;
  status: string;
  problem: { code: string; path: string; message: string } | null;
  event: {
    id: string;
    time: string;
    subject: string;
    meter: string;
    quantity: string;
    attributes: Record<string, string>;
  } | null;
  place: { offering: string; accountNumber: string; unit: string; prices: string[] } | null;
};

export type AskPreview = Ask<
  {
    sample: string;
    mapping?: string;
    definition?: UsageMapping;
    partner?: string;
    format?: 'csv' | 'jsonl' | 'cloudevents' | 'tmf635';
  },
  Preview
>;
