'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import type { NavItem, PaletteAction } from '@/components/shell/nav-item';
import { useShortcutPreference } from '@/components/shell/shortcut-preference';
import { Kbd } from '@/components/ui/kbd';

export type CommandPaletteProps = {
  nav: readonly NavItem[];
  actions: readonly PaletteAction[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Type where to go or what to do. */
export function CommandPalette({ nav, actions, isOpen, onOpenChange }: CommandPaletteProps): ReactNode {
  const t = useTranslations('shell.palette');
  const router = useRouter();
  const actionSections = [...new Set(actions.map((action) => action.section ?? t('actions')))];

  function go(href: string) {
    onOpenChange(false);
    router.push(href);
  }

  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-scrim p-4 pt-[12vh]"
    >
      <Modal className="w-full max-w-xl">
        <Dialog
          aria-label={t('label')}
          className="overflow-hidden rounded-md border border-line-strong bg-raised outline-none"
        >
          <Command label={t('label')} loop>
            <div className="flex h-12 items-center gap-3 border-b px-4">
              <Search size={16} aria-hidden className="shrink-0 text-ink-muted" />
              <Command.Input
                autoFocus
                placeholder={t('placeholder')}
                className="h-full min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-ink-muted"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-[50vh] overflow-y-auto p-2">
              <Command.Empty className="px-2 py-6 text-ink-muted">{t('nothing')}</Command.Empty>
              <Command.Group heading={t('goTo')} className={groupStyle}>
                {nav.map((item) => (
                  <Command.Item
                    key={item.href}
                    value={`${item.label} ${item.section ?? ''}`}
                    onSelect={() => go(item.href)}
                    className={itemStyle}
                  >
                    <span className="text-ink-muted">{item.icon}</span>
                    <span className="flex-1">{item.label}</span>
                    {item.shortcut ? (
                      <span className="flex gap-1">
                        <Kbd>g</Kbd>
                        <Kbd>{item.shortcut}</Kbd>
                      </span>
                    ) : null}
                  </Command.Item>
                ))}
              </Command.Group>
              {actionSections.map((section) => (
                <Command.Group key={section} heading={section} className={groupStyle}>
                  {actions
                    .filter((action) => (action.section ?? t('actions')) === section)
                    .map((action) => (
                      <Command.Item
                        key={action.id}
                        value={`${action.label} ${action.id}`}
                        keywords={[...(action.keywords ?? [])]}
                        onSelect={() => go(action.href)}
                        className={itemStyle}
                      >
                        {action.label}
                      </Command.Item>
                    ))}
                </Command.Group>
              ))}
              <Preferences onDone={() => onOpenChange(false)} />
            </Command.List>
          </Command>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Preferences({ onDone }: { onDone: () => void }): ReactNode {
  const t = useTranslations('shell');
  const { setTheme } = useTheme();
  const [shortcutsOn, setShortcutsOn] = useShortcutPreference();
  const choices = [
    { id: 'light', label: `${t('theme.label')}: ${t('theme.light')}`, run: () => setTheme('light') },
    { id: 'dark', label: `${t('theme.label')}: ${t('theme.dark')}`, run: () => setTheme('dark') },
    { id: 'system', label: `${t('theme.label')}: ${t('theme.system')}`, run: () => setTheme('system') },
    {
      id: 'shortcuts',
      label: shortcutsOn ? t('shortcuts.turnOff') : t('shortcuts.turnOn'),
      run: () => setShortcutsOn(!shortcutsOn),
    },
  ];
  return (
    <Command.Group heading={t('palette.preferences')} className={groupStyle}>
      {choices.map((choice) => (
        <Command.Item
          key={choice.id}
          onSelect={() => {
            choice.run();
            onDone();
          }}
          className={itemStyle}
        >
          {choice.label}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

const groupStyle =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-muted';

const itemStyle =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-sunken';
