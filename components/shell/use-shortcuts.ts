'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { type KeyState, readKey } from '@/components/shell/key-sequence';
import type { NavItem } from '@/components/shell/nav-item';
import { useShortcutPreference } from '@/components/shell/shortcut-preference';

/** ⌘K or Ctrl K opens the palette always; the single keys only while they are switched on. */
export function useShortcuts(nav: readonly NavItem[], onPalette: () => void, onHelp: () => void): void {
  const router = useRouter();
  const [isOn] = useShortcutPreference();
  const state = useRef<KeyState>({ goPressedAtMs: null });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        onPalette();
        return;
      }
      if (!isOn) return;
      const { state: next, effect } = readKey(state.current, {
        key: event.key,
        modified: event.metaKey || event.ctrlKey || event.altKey,
        typing: isTyping(event.target),
        atMs: event.timeStamp,
      });
      state.current = next;
      if (effect?.kind === 'help') onHelp();
      if (effect?.kind === 'go') {
        const target = nav.find((item) => item.shortcut === effect.letter);
        if (target) router.push(target.href);
      }
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [nav, isOn, onPalette, onHelp, router]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest(
      'input, textarea, select, [role=dialog], [role=alertdialog], [role=listbox], [role=menu]',
    ) !== null
  );
}
