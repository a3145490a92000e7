'use client';

import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { type ButtonSize, type ButtonVariant, buttonStyle } from '@/components/ui/button-style';
import { classNames } from '@/components/ui/class-names';
import { Spinner } from '@/components/ui/spinner';
import { Tooltip } from '@/components/ui/tooltip';

export type IconButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> & {
  /** Its name, for the tooltip and for those who cannot see the icon. */
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
};

export function IconButton({
  label,
  icon,
  variant = 'quiet',
  size = 'md',
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Tooltip content={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classNames(buttonStyle(variant, size, true), className)}
      >
        {({ isPending }) => (isPending ? <Spinner /> : icon)}
      </AriaButton>
    </Tooltip>
  );
}
