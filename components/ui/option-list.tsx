'use client';

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';

export type Option = { id: string; label: string; description?: string };

export const popoverStyle =
  'min-w-(--trigger-width) overflow-auto rounded-md border border-line-strong bg-raised p-1 outline-none';

export const optionStyle =
  'group flex min-h-8 cursor-pointer items-start gap-2 rounded-sm px-2 py-1.5 text-base outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-focused:bg-sunken';

/** The list that Select and ComboBox open. */
export function OptionList({ options, empty }: { options: readonly Option[]; empty?: ReactNode }): ReactNode {
  return (
    <Popover offset={4} className={popoverStyle}>
      <ListBox
        items={options.map((option) => ({ ...option }))}
        className="max-h-80 overflow-auto outline-none"
        renderEmptyState={() => <div className="px-2 py-1.5 text-sm text-ink-muted">{empty}</div>}
      >
        {(option) => (
          <ListBoxItem id={option.id} textValue={option.label} className={optionStyle}>
            <Check size={14} aria-hidden className="invisible mt-1 shrink-0 group-data-selected:visible" />
            <span className="flex min-w-0 flex-col">
              <Text slot="label">{option.label}</Text>
              {option.description ? (
                <Text slot="description" className="text-sm text-ink-muted">
                  {option.description}
                </Text>
              ) : null}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}
