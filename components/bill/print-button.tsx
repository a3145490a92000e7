'use client';

import { Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

export function PrintButton(): ReactNode {
  const t = useTranslations('bill');
  return (
    <Button icon={<Printer size={16} aria-hidden />} onPress={() => window.print()}>
      {t('print')}
    </Button>
  );
}
