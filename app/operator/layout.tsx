import {
  Activity,
  Boxes,
  Calculator,
  CalendarRange,
  Handshake,
  House,
  ReceiptText,
  UsersRound,
} from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SignOutForm } from '@/app/(auth)/sign-out-form';
import { AppShell } from '@/components/shell/app-shell';
import { requireViewer } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer('operator');
  const t = await getTranslations('operator');
  const operator = await getOperator({ actor: viewer.actor, now: new Date().toISOString() });
  return (
    <AppShell
      audience="operator"
      homeHref="/operator"
      operatorName={operator.name}
      user={{ name: viewer.name, email: viewer.email, role: t(`role.${viewer.actor.role}`) }}
      signOut={<SignOutForm />}
      nav={[
        { href: '/operator', label: t('nav.home'), icon: <House size={16} aria-hidden />, shortcut: 'h' },
        {
          href: '/operator/cycles',
          label: t('nav.cycles'),
          icon: <CalendarRange size={16} aria-hidden />,
          shortcut: 'c',
        },
        {
          href: '/operator/bills',
          label: t('nav.bills'),
          icon: <ReceiptText size={16} aria-hidden />,
          shortcut: 'b',
        },
        {
          href: '/operator/usage',
          label: t('nav.usage'),
          icon: <Activity size={16} aria-hidden />,
          shortcut: 's',
        },
        {
          href: '/operator/partners',
          label: t('nav.partners'),
          icon: <Handshake size={16} aria-hidden />,
          shortcut: 'p',
        },
        {
          href: '/operator/customers',
          covers: ['/operator/accounts'],
          label: t('nav.customers'),
          icon: <UsersRound size={16} aria-hidden />,
          shortcut: 'u',
        },
        {
          href: '/operator/offerings',
          label: t('nav.offerings'),
          icon: <Boxes size={16} aria-hidden />,
          shortcut: 'o',
        },
        { href: '/calculator', label: t('nav.calculator'), icon: <Calculator size={16} aria-hidden /> },
      ]}
    >
      {children}
    </AppShell>
  );
}
