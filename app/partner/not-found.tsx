import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ErrorView } from '@/components/ui/error-view';

export default function PartnerNotFound(): ReactNode {
  const t = useTranslations('errors');
  return <ErrorView title={t('notFoundTitle')} description={t('notFoundDescription')} homeHref="/partner" />;
}
