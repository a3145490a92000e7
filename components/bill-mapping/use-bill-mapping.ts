'use client';

import { useEffect, useMemo, useState } from 'react';
import { type BillDraft, toBillDraft, toBillMapping } from '@/components/bill-mapping/bill-draft';
import type { AskBillPreview, BillPreview } from '@/components/bill-mapping/bill-preview';
import { usePreview } from '@/components/upload/use-preview';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

export type BillMappingState = {
  preview: BillPreview | null;
  /** Why there is no preview at all. */
  message: string | null;
  isTrying: boolean;
  /** Null while the file is read by what is remembered, or needs no mapping. */
  draft: BillDraft | null;
  definition: CsvBillMapping | null;
  setDraft(draft: BillDraft | null): void;
};

/**
 * A file's mapping while a person looks at it: what is remembered, else what is suggested, as edited, with its preview. `start` is
 * what is edited from the beginning, as on a mapping's own page.
 */
export function useBillMapping(
  ask: AskBillPreview,
  sample: { sample: string } | { sampleBase64: string } | null,
  whose: { partner?: string },
  start: CsvBillMapping | null = null,
): BillMappingState {
  const [draft, setDraft] = useState<BillDraft | null>(start && toBillDraft(start));
  const definition = useMemo(() => draft && toBillMapping(draft), [draft]);
  const { preview, message, isTrying } = usePreview(
    ask,
    sample && { ...sample, ...whose, ...(definition && { definition }) },
  );
  const suggestion = preview?.remembered ? null : (preview?.suggestion ?? null);
  useEffect(() => {
    if (draft === null && suggestion) setDraft(toBillDraft(suggestion));
  }, [draft, suggestion]);
  return { preview, message, isTrying, draft, definition, setDraft };
}
