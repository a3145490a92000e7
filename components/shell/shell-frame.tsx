'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useState } from 'react';
import { BottomBar } from '@/components/shell/bottom-bar';
import { BrandMark } from '@/components/shell/brand-mark';
import { CommandPalette } from '@/components/shell/command-palette';
import type { Audience, NavItem, PaletteAction, ShellUser } from '@/components/shell/nav-item';
import { NavList } from '@/components/shell/nav-list';
import { ShortcutDialog } from '@/components/shell/shortcut-dialog';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { SideSheet } from '@/components/ui/side-sheet';

export type ShellFrameProps = {
  audience: Audience;
  nav: readonly NavItem[];
  user: ShellUser;
  operatorName: string;
  homeHref: string;
  actions: readonly PaletteAction[];
  /** What is new, beside the theme. */
  bell?: ReactNode;
  /** The sign-out form or button. */
  signOut: ReactNode;
  children: ReactNode;
};

/** The moving parts of AppShell: what opens, closes and listens. */
export function ShellFrame({
  audience,
  nav,
  user,
  operatorName,
  homeHref,
  actions,
  bell,
  signOut,
  children,
}: ShellFrameProps): ReactNode {
  const t = useTranslations('shell');
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const openPalette = useCallback(() => setIsPaletteOpen(true), []);
  const openHelp = useCallback(() => setIsHelpOpen(true), []);
  useShortcuts(nav, openPalette, openHelp);

  const brand = (
    <Link href={homeHref} className="flex min-w-0 items-center gap-2.5 rounded-md p-1">
      <BrandMark />
      <span className="flex min-w-0 flex-col leading-tight">
        <span className="truncate font-semibold">{operatorName}</span>
        <span className="text-xs text-ink-muted">{t(`audience.${audience}`)}</span>
      </span>
    </Link>
  );
  const person = (
    <div className="flex items-center justify-between gap-2">
      <div className="min-w-0 leading-tight">
        <p className="truncate text-sm font-medium">{user.name}</p>
        <p className="truncate text-xs text-ink-muted">{user.role ?? user.email}</p>
      </div>
      {signOut}
    </div>
  );

  return (
    <div className="min-h-dvh lg:ps-58 print:ps-0">
      <aside className="fixed inset-y-0 inset-s-0 z-30 hidden w-58 flex-col gap-4 border-e bg-surface p-3 lg:flex print:hidden">
        {brand}
        <Button
          onPress={openPalette}
          icon={<Search size={16} aria-hidden />}
          className="justify-start font-normal text-ink-muted"
        >
          <span className="flex-1 text-start">{t('search')}</span>
          <Kbd>{t('paletteKey')}</Kbd>
        </Button>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <NavList nav={nav} />
        </div>
        <div className="flex flex-col gap-2 border-t pt-3">
          <div className="flex items-center justify-between">
            <Button size="sm" variant="quiet" onPress={openHelp} className="-ms-1 font-normal text-ink-muted">
              {t('shortcuts.title')}
            </Button>
            <div className="flex items-center">
              {bell}
              <ThemeToggle />
            </div>
          </div>
          {person}
        </div>
      </aside>

      <header className="sticky top-0 z-30 flex h-12 items-center justify-between gap-2 border-b bg-surface px-3 lg:hidden print:hidden">
        {brand}
        <div className="flex items-center">
          <IconButton label={t('search')} icon={<Search size={16} aria-hidden />} onPress={openPalette} />
          {bell}
          <ThemeToggle />
          <IconButton
            label={t('menu')}
            icon={<MenuIcon size={16} aria-hidden />}
            onPress={() => setIsDrawerOpen(true)}
          />
        </div>
      </header>

      {children}

      <BottomBar nav={nav} />
      <SideSheet
        title={operatorName}
        isOpen={isDrawerOpen}
        onOpenChange={setIsDrawerOpen}
        footer={<div className="w-full">{person}</div>}
      >
        <NavList nav={nav} onNavigate={() => setIsDrawerOpen(false)} />
      </SideSheet>
      <CommandPalette nav={nav} actions={actions} isOpen={isPaletteOpen} onOpenChange={setIsPaletteOpen} />
      <ShortcutDialog nav={nav} isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} />
    </div>
  );
}
