'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ErrorView } from '@/components/ui/error-view';

export default function PartnerError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  const t = useTranslations('errors');
  return (
    <ErrorView
      title={t('pageTitle')}
      description={t('internal')}
      code={error.digest}
      reset={reset}
      homeHref="/partner"
    />
  );
}
