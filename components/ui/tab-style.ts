export const tabListStyle = 'flex gap-6 overflow-x-auto border-b print:hidden';

export const tabStyle =
  'flex h-9 shrink-0 cursor-pointer items-center gap-1.5 border-b-2 border-transparent text-ink-muted -outline-offset-2 hover:text-ink ' +
  'aria-selected:border-ink aria-selected:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink';

export const tabCountStyle = 'text-xs text-ink-muted';
