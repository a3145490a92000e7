'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';

export function ThemeToggle(): ReactNode {
  const t = useTranslations('shell.theme');
  const { setTheme } = useTheme();
  // Which icon shows is a matter of CSS: the server cannot know the theme.
  const icon = (
    <>
      <Sun size={16} aria-hidden className="dark:hidden" />
      <Moon size={16} aria-hidden className="hidden dark:block" />
    </>
  );
  return (
    <Menu
      label={t('label')}
      trigger={<IconButton label={t('label')} icon={icon} />}
      items={[
        {
          id: 'light',
          label: t('light'),
          icon: <Sun size={16} aria-hidden />,
          onAction: () => setTheme('light'),
        },
        {
          id: 'dark',
          label: t('dark'),
          icon: <Moon size={16} aria-hidden />,
          onAction: () => setTheme('dark'),
        },
        {
          id: 'system',
          label: t('system'),
          icon: <Monitor size={16} aria-hidden />,
          onAction: () => setTheme('system'),
        },
      ]}
    />
  );
}
