'use client';

import { ClipboardPaste } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { DraftPrice, DraftTier } from '@/components/calculator/draft';
import { readRateSheet } from '@/components/calculator/rate-sheet';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';

/** Takes cells from a spreadsheet and makes tiers of them. */
export function RateSheetDialog({
  price,
  onTiers,
}: {
  price: DraftPrice;
  onTiers: (tiers: DraftTier[]) => void;
}): ReactNode {
  const t = useTranslations('calculator');
  const locale = useLocale();
  const [sheet, setSheet] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();

  function take(close: () => void) {
    const read = readRateSheet(sheet, locale, price.model === 'stairstep' ? 'flatFee' : 'unitPrice');
    if ('wrongRow' in read) return setWrong(t(`sheet.wrong.${read.reason}`, { row: read.wrongRow }));
    onTiers(read.tiers);
    setSheet('');
    setWrong(undefined);
    close();
  }

  return (
    <Dialog
      title={t('sheet.title')}
      trigger={
        <Button size="sm" icon={<ClipboardPaste size={14} aria-hidden />}>
          {t('sheet.open')}
        </Button>
      }
      footer={(close) => (
        <Button variant="primary" onPress={() => take(close)}>
          {t('sheet.take')}
        </Button>
      )}
    >
      <TextField
        label={t('sheet.cells')}
        description={t(price.model === 'stairstep' ? 'sheet.hintFees' : 'sheet.hint')}
        value={sheet}
        onChange={(text) => {
          setSheet(text);
          setWrong(undefined);
        }}
        errorMessage={wrong}
        multiline
        monospace
        rows={8}
        isRequired
        autoFocus
      />
    </Dialog>
  );
}
