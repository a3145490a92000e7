'use client';

import { X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from '@/components/ui/icon-button';
import { ScrollArea } from '@/components/ui/scroll-area';

export type SideSheetProps = {
  title: string;
  subtitle?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** For a sheet that lives in the URL: where closing leads. It is then open from the start. */
  closeHref?: string;
};

/** The object in hand, at the end edge, over a list that stays where it is. */
export function SideSheet({
  title,
  subtitle,
  children,
  footer,
  trigger,
  isOpen,
  onOpenChange,
  closeHref,
}: SideSheetProps): ReactNode {
  const router = useRouter();
  function change(next: boolean) {
    onOpenChange?.(next);
    if (!next && closeHref) router.push(closeHref, { scroll: false });
  }
  const open = isOpen ?? (closeHref ? true : undefined);
  const control = { onOpenChange: change, ...(open === undefined ? {} : { isOpen: open }) };
  const overlay = (
    <ModalOverlay {...(trigger ? {} : control)} isDismissable className="fixed inset-0 z-50 bg-scrim">
      <Modal className="fixed inset-y-0 inset-e-0 w-full max-w-xl border-s border-line-strong bg-raised">
        <AriaDialog className="flex h-full flex-col outline-none">
          {({ close }) => (
            <>
              <SheetHeader title={title} subtitle={subtitle} onClose={close} />
              <ScrollArea label={title} className="min-h-0 flex-1 px-6 py-4">
                {children}
              </ScrollArea>
              {footer ? <div className="flex flex-wrap gap-2 border-t px-6 py-4">{footer}</div> : null}
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

function SheetHeader({
  title,
  subtitle,
  onClose,
}: Pick<SideSheetProps, 'title' | 'subtitle'> & { onClose: () => void }): ReactNode {
  const t = useTranslations('common');
  return (
    <header className="flex items-start justify-between gap-4 border-b py-4 ps-6 pe-4">
      <div className="min-w-0">
        <Heading slot="title" className="text-lg font-semibold">
          {title}
        </Heading>
        {subtitle ? <div className="text-sm text-ink-muted">{subtitle}</div> : null}
      </div>
      <IconButton label={t('close')} icon={<X size={16} aria-hidden />} onPress={onClose} />
    </header>
  );
}
