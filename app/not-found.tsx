import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ErrorView } from '@/components/ui/error-view';

export default async function NotFound(): Promise<ReactNode> {
  const t = await getTranslations('errors');
  return (
    <main id="main" className="mx-auto w-full max-w-2xl px-4 pt-[8vh] sm:px-8">
      <ErrorView title={t('notFoundTitle')} description={t('notFoundDescription')} homeHref="/" />
    </main>
  );
}
