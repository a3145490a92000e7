import {
  Banknote,
  Bell,
  Boxes,
  Gauge,
  House,
  KeyRound,
  ReceiptText,
  Scale,
  Undo2,
  Webhook,
} from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SignOutForm } from '@/app/(auth)/sign-out-form';
import { AlertBell } from '@/components/alert/alert-bell';
import { AppShell } from '@/components/shell/app-shell';
import { requireViewer } from '@/lib/auth/viewer';
import { countNewAlerts } from '@/lib/services/alerts/list-alerts';
import { getOperator } from '@/lib/services/operators/get-operator';

export default async function CustomerLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer('customer');
  const t = await getTranslations('customer');
  const notices = await getTranslations('alert.nav');
  const payments = await getTranslations('payment');
  const credits = await getTranslations('creditNote');
  const disputes = await getTranslations('dispute');
  const ctx = { actor: viewer.actor, now: new Date().toISOString() };
  const [operator, newAlerts] = await Promise.all([getOperator(ctx), countNewAlerts(ctx)]);
  return (
    <AppShell
      audience="customer"
      homeHref="/customer"
      operatorName={operator.name}
      user={{ name: viewer.name, email: viewer.email }}
      bell={<AlertBell href="/customer/alerts" initial={newAlerts} />}
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
          href: '/customer/payments',
          covers: ['/customer/debit-notes'],
          label: payments('title'),
          icon: <Banknote size={16} aria-hidden />,
          shortcut: 'y',
        },
        {
          href: '/customer/products',
          label: t('nav.products'),
          icon: <Boxes size={16} aria-hidden />,
          shortcut: 'p',
        },
        {
          href: '/customer/credit-notes',
          label: credits('title'),
          icon: <Undo2 size={16} aria-hidden />,
        },
        {
          href: '/customer/disputes',
          label: disputes('title'),
          icon: <Scale size={16} aria-hidden />,
          shortcut: 'd',
        },
        {
          href: '/customer/budgets',
          label: notices('budgets'),
          icon: <Gauge size={16} aria-hidden />,
          shortcut: 'u',
        },
        {
          href: '/customer/alerts',
          label: notices('alerts'),
          icon: <Bell size={16} aria-hidden />,
          shortcut: 'a',
        },
        {
          href: '/customer/webhooks',
          label: notices('webhooks'),
          icon: <Webhook size={16} aria-hidden />,
          shortcut: 'w',
        },
        {
          href: '/customer/api-keys',
          label: notices('apiKeys'),
          icon: <KeyRound size={16} aria-hidden />,
        },
      ]}
    >
      {children}
    </AppShell>
  );
}
