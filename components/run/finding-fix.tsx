import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TextLink } from '@/components/ui/text-link';

/** Where a finding is put right, by what it is about; null when the account's own page is the place. */
export function FindingFix({ path }: { path: string }): ReactNode {
  const t = useTranslations('operator.run');
  const partnerId = /^partners\.([0-9a-f-]{36})/.exec(path)?.[1];
  if (!partnerId) return null;
  return (
    <TextLink href={`/operator/partners/${partnerId}`} className="text-sm">
      {t('toPartner')}
    </TextLink>
  );
}
