'use client';

import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog, DialogTrigger, type Key, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { Button } from '@/components/ui/button';
import { optionStyle, popoverStyle } from '@/components/ui/option-list';

export type ChoiceButtonProps = {
  label: string;
  options: readonly { id: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  multiple?: boolean;
  icon?: ReactNode;
  /** Appended to the label when something is chosen. */
  summary?: string;
};

/** A button that says what is chosen and opens the list to choose from. */
export function ChoiceButton({
  label,
  options,
  chosen,
  onChange,
  multiple = true,
  icon,
  summary,
}: ChoiceButtonProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);

  function choose(keys: 'all' | Set<Key>) {
    onChange(keys === 'all' ? options.map(({ id }) => id) : [...keys].map(String));
    if (!multiple) setIsOpen(false);
  }

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button icon={icon} className="font-normal">
        <span className="max-w-56 truncate">
          {label}
          {summary ? <span className="font-medium">: {summary}</span> : null}
        </span>
        <ChevronDown size={14} aria-hidden className="text-ink-muted" />
      </Button>
      <Popover offset={4} placement="bottom start" className={popoverStyle}>
        <Dialog aria-label={label} className="outline-none">
          <ListBox
            aria-label={label}
            selectionMode={multiple ? 'multiple' : 'single'}
            selectedKeys={chosen}
            // Escape closes; it must not also undo what was chosen.
            escapeKeyBehavior="none"
            onSelectionChange={choose}
            className="max-h-80 min-w-44 overflow-auto outline-none"
          >
            {options.map((option) => (
              <ListBoxItem key={option.id} id={option.id} textValue={option.label} className={optionStyle}>
                <Check
                  size={14}
                  aria-hidden
                  className="invisible mt-1 shrink-0 group-data-selected:visible"
                />
                {option.label}
              </ListBoxItem>
            ))}
          </ListBox>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
