'use client';

import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';

export type ErrorViewProps = {
  title: string;
  description?: ReactNode;
  /** What support asks for: an error's digest or code. */
  code?: string | undefined;
  /** Tries again; from error.tsx. */
  reset?: () => void;
  homeHref?: string;
};

export function ErrorView({ title, description, code, reset, homeHref }: ErrorViewProps): ReactNode {
  const t = useTranslations('common');
  return (
    <div role="alert" className="flex flex-col items-start gap-2 py-8">
      <h1 className="text-xl font-semibold">{title}</h1>
      {description ? <p className="max-w-prose text-ink-muted">{description}</p> : null}
      {code ? (
        <p className="text-sm text-ink-muted">
          {t('errorCode')} <code className="font-mono">{code}</code>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2 pt-2">
        {reset ? (
          <Button variant="primary" icon={<RotateCw size={16} aria-hidden />} onPress={() => reset()}>
            {t('tryAgain')}
          </Button>
        ) : null}
        {homeHref ? <LinkButton href={homeHref}>{t('backToStart')}</LinkButton> : null}
      </div>
    </div>
  );
}
