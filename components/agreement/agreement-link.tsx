import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/link-button';
import { StateBadge } from '@/components/ui/state-badge';

const TONES = { draft: 'neutral', offered: 'attention', signed: 'good' } as const;

/** An agreement's state, and the way to its page. */
export function AgreementLink({
  agreement: { id, state },
  base,
}: {
  agreement: { id: string; state: keyof typeof TONES };
  base: string;
}): ReactNode {
  const t = useTranslations('agreement');
  return (
    <>
      <StateBadge tone={TONES[state]} label={t(`state.${state}`)} />
      <LinkButton href={`${base}/${id}`} size="sm">
        {t('open')}
      </LinkButton>
    </>
  );
}
