import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type FixPlace, fixOf } from '@/components/run/fix-of';
import { TextLink } from '@/components/ui/text-link';

/** The way to where a finding is put right. */
export function FindingFix(finding: { code: string; path: string; account: string }): ReactNode {
  const t = useTranslations('run.fix');
  const { place, href } = fixOf(finding);
  const words: Record<FixPlace, string> = {
    account: t('account'),
    partner: t('partner'),
    product: t('product'),
    suspense: t('suspense'),
    offerings: t('offerings'),
  };
  return (
    <TextLink href={href} className="text-sm">
      {words[place]}
    </TextLink>
  );
}
