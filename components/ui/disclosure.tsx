'use client';

import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Disclosure as AriaDisclosure,
  type DisclosureProps as AriaDisclosureProps,
  Button,
  DisclosurePanel,
  Heading,
} from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';

export type DisclosureProps = Omit<AriaDisclosureProps, 'children' | 'className' | 'style'> & {
  title: ReactNode;
  /** At the end of the row, as an amount is. */
  aside?: ReactNode;
  level?: 3 | 4 | 5;
  children: ReactNode;
  className?: string;
};

/** A row that opens in place. What is inside stays in the page, so that find-in-page reaches it. */
export function Disclosure({
  title,
  aside,
  level = 3,
  children,
  className,
  ...rest
}: DisclosureProps): ReactNode {
  return (
    <AriaDisclosure {...rest} className={classNames('group/disclosure border-b', className)}>
      <Heading level={level} className="font-normal">
        <Button
          slot="trigger"
          className="flex min-h-9 w-full cursor-pointer items-baseline gap-2 py-1.5 text-start -outline-offset-2 hover:bg-sunken"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className="shrink-0 self-center text-ink-muted transition-transform group-data-expanded/disclosure:rotate-90 rtl:rotate-180 rtl:group-data-expanded/disclosure:rotate-90 print:hidden"
          />
          <span className="min-w-0 flex-1">{title}</span>
          {aside}
        </Button>
      </Heading>
      <DisclosurePanel className="overflow-hidden">
        <div className="ps-5.5 pt-1 pb-4">{children}</div>
      </DisclosurePanel>
    </AriaDisclosure>
  );
}
