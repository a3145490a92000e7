'use client';

import { ArrowLeftRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';

export type ScopeMenuProps = {
  choices: readonly { membershipId: string; label: string }[];
  /** Ends in a redirect to the chosen portal. */
  onChoose: (input: { membershipId: string }) => Promise<unknown>;
};

/** For a person with several memberships: go on as another one. */
export function ScopeMenu({ choices, onChoose }: ScopeMenuProps): ReactNode {
  const t = useTranslations('auth');
  const [isPending, startTransition] = useTransition();
  const choose = (membershipId: string) =>
    startTransition(async () => {
      await onChoose({ membershipId });
    });
  return (
    <Menu
      label={t('scope.label')}
      trigger={
        <IconButton
          label={t('scope.label')}
          isPending={isPending}
          icon={<ArrowLeftRight size={16} aria-hidden />}
        />
      }
      items={choices.map(({ membershipId, label }) => ({
        id: membershipId,
        label,
        onAction: () => choose(membershipId),
      }))}
    />
  );
}
