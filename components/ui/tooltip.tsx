'use client';

import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

export type TooltipProps = {
  content: ReactNode;
  /** One focusable control of the kit. */
  children: ReactElement;
};

/** A short remark on hover and on keyboard focus; never the only place where something is said. */
export function Tooltip({ content, children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip offset={6} className="max-w-xs rounded-md bg-ink px-2 py-1 text-xs text-paper">
        {content}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
