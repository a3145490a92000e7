'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ErrorView } from '@/components/ui/error-view';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  const t = useTranslations('errors');
  return (
    <main id="main" className="mx-auto w-full max-w-2xl px-4 pt-[8vh] sm:px-8">
      <ErrorView
        title={t('pageTitle')}
        description={t('internal')}
        code={error.digest}
        reset={reset}
        homeHref="/"
      />
    </main>
  );
}
