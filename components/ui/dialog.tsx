'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { IconButton } from '@/components/ui/icon-button';

export type DialogProps = {
  title: string;
  children: ReactNode | ((close: () => void) => ReactNode);
  /** A Button of the kit that opens it; leave out when `isOpen` is controlled. */
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  size?: 'sm' | 'md' | 'lg';
  footer?: ReactNode | ((close: () => void) => ReactNode);
  /** `alertdialog` for a question that must be answered. */
  role?: 'dialog' | 'alertdialog';
  /** Only its own buttons close it, for what is never shown again: no X, no Escape. */
  mustAnswer?: boolean;
};

export function Dialog({
  title,
  children,
  trigger,
  isOpen,
  onOpenChange,
  size = 'md',
  footer,
  mustAnswer = false,
  role = mustAnswer ? 'alertdialog' : 'dialog',
}: DialogProps): ReactNode {
  const control = {
    ...(isOpen === undefined ? {} : { isOpen }),
    ...(onOpenChange === undefined ? {} : { onOpenChange }),
  };
  const overlay = (
    <ModalOverlay
      {...(trigger ? {} : control)}
      isDismissable={role === 'dialog'}
      isKeyboardDismissDisabled={mustAnswer}
      className="fixed inset-0 z-50 flex items-start justify-center overflow-y-auto bg-scrim p-4 pt-[10vh]"
    >
      <Modal className={classNames('w-full', widths[size])}>
        <AriaDialog role={role} className="rounded-md border border-line-strong bg-raised outline-none">
          {({ close }) => (
            <>
              <DialogHeader title={title} onClose={mustAnswer ? null : close} />
              <div className="p-4">{typeof children === 'function' ? children(close) : children}</div>
              {footer ? (
                <div className="flex flex-wrap justify-end gap-2 border-t p-4">
                  {typeof footer === 'function' ? footer(close) : footer}
                </div>
              ) : null}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
  if (!trigger) return overlay;
  return (
    <DialogTrigger {...control}>
      {trigger}
      {overlay}
    </DialogTrigger>
  );
}

function DialogHeader({ title, onClose }: { title: string; onClose: (() => void) | null }): ReactNode {
  const t = useTranslations('common');
  return (
    <div className="flex items-start justify-between gap-4 border-b py-3 ps-4 pe-3">
      <Heading slot="title" className="pt-1 text-lg font-semibold">
        {title}
      </Heading>
      {onClose ? (
        <IconButton label={t('close')} icon={<X size={16} aria-hidden />} onPress={onClose} />
      ) : null}
    </div>
  );
}

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' };
