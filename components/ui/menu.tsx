'use client';

import { Ellipsis } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Text,
} from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { optionStyle, popoverStyle } from '@/components/ui/option-list';

export type MenuItem = {
  id: string;
  label: string;
  icon?: ReactNode;
  href?: string;
  onAction?: () => void;
  tone?: 'risk';
  shortcut?: string;
  isDisabled?: boolean;
};

export type MenuProps = {
  label: string;
  items: readonly MenuItem[];
  /** A button of the kit; three dots when left out. */
  trigger?: ReactElement;
};

export function Menu({ label, items, trigger }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      {trigger ?? <IconButton label={label} icon={<Ellipsis size={16} aria-hidden />} />}
      <Popover offset={4} placement="bottom end" className={classNames(popoverStyle, 'min-w-44')}>
        <AriaMenu aria-label={label} className="outline-none">
          {items.map((item) => (
            <AriaMenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              isDisabled={item.isDisabled ?? false}
              {...(item.href === undefined ? {} : { href: item.href })}
              {...(item.onAction === undefined ? {} : { onAction: item.onAction })}
              className={classNames(optionStyle, 'items-center', item.tone === 'risk' && 'text-risk')}
            >
              {item.icon}
              <Text slot="label" className="flex-1">
                {item.label}
              </Text>
              {item.shortcut ? <Kbd>{item.shortcut}</Kbd> : null}
            </AriaMenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
