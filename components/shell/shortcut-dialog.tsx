'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { NavItem } from '@/components/shell/nav-item';
import { useShortcutPreference } from '@/components/shell/shortcut-preference';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { Switch } from '@/components/ui/switch';

export type ShortcutDialogProps = {
  nav: readonly NavItem[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

export function ShortcutDialog({ nav, isOpen, onOpenChange }: ShortcutDialogProps): ReactNode {
  const t = useTranslations('shell.shortcuts');
  const [isOn, setIsOn] = useShortcutPreference();
  const rows = [
    { label: t('palette'), keys: ['Ctrl', 'K'] },
    { label: t('help'), keys: ['?'] },
    ...nav.flatMap((item) => (item.shortcut ? [{ label: item.label, keys: ['g', item.shortcut] }] : [])),
  ];
  return (
    <Dialog title={t('title')} size="sm" isOpen={isOpen} onOpenChange={onOpenChange}>
      <dl className="pb-4">
        {rows.map((row) => (
          <div key={row.label} className="flex h-9 items-center justify-between border-b">
            <dt>{row.label}</dt>
            <dd className="flex gap-1">
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch isSelected={isOn} onChange={setIsOn} description={t('switchNote')}>
        {t('switch')}
      </Switch>
    </Dialog>
  );
}
