import { Boxes, House, ReceiptText } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SignOutForm } from '@/app/(auth)/sign-out-form';
import { AppShell } from '@/components/shell/app-shell';
import { requireViewer } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';

export default async function CustomerLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer('customer');
  const t = await getTranslations('customer');
  const operator = await getOperator({ actor: viewer.actor, now: new Date().toISOString() });
  return (
    <AppShell
      audience="customer"
      homeHref="/customer"
      operatorName={operator.name}
      user={{ name: viewer.name, email: viewer.email }}
      signOut={<SignOutForm />}
      nav={[
        { href: '/customer', label: t('nav.home'), icon: <House size={16} aria-hidden />, shortcut: 'h' },
        {
          href: '/customer/bills',
          label: t('nav.bills'),
          icon: <ReceiptText size={16} aria-hidden />,
          shortcut: 'b',
        },
        {
          href: '/customer/products',
          label: t('nav.products'),
          icon: <Boxes size={16} aria-hidden />,
          shortcut: 'p',
        },
      ]}
    >
      {children}
    </AppShell>
  );
}
