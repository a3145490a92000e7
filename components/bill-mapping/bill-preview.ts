import type { Ask } from '@/components/upload/use-preview';
import type { CellFault, CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

/** What the first rows of a partner's file would become; as the service answers it. */
export type BillPreview = {
  format: string;
  delimiter: string | null;
  columns: { name: string; values: string[] }[];
  definition: CsvBillMapping | null;
  remembered: { id: string; name: string; version: number } | null;
  suggestion: CsvBillMapping | null;
  sample: string;
  failure: {
    code: string;
    message: string;
    issues: { code: string; path: string; message: string }[];
  } | null;
  rows: BillPreviewRow[];
};

export type BillPreviewRow = {
  lineNo: number;
  cells: string[];
  status: 'charge' | 'unreadable' | 'passed_over';
  faults: CellFault[];
  charge: {
    account: string | null;
    payer: string | null;
    service: string;
    chargeCategory: string;
    currency: string;
    amount: string;
    from: string;
    to: string;
    isMapped: boolean;
  } | null;
};

export type AskBillPreview = Ask<
  {
    sample?: string;
    sampleBase64?: string;
    definition?: CsvBillMapping;
    mapping?: string;
    partner?: string;
  },
  BillPreview
>;

type Issue = { code: string; path: string; message: string };

export type SaveBillMapping = (input: {
  name: string;
  definition: CsvBillMapping;
  sample?: string;
  sampleBase64?: string;
  partner?: string;
}) => Promise<
  | { ok: true; data: { id: string; version: number } }
  | { ok: false; message: string; issues: readonly Issue[] }
>;
