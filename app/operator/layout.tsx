import {
  Activity,
  ArrowLeftRight,
  Banknote,
  Bell,
  BookOpenText,
  Boxes,
  Calculator,
  CalendarRange,
  CircleSlash2,
  HandCoins,
  Handshake,
  Hourglass,
  House,
  KeyRound,
  Landmark,
  Link2,
  ListPlus,
  Mail,
  ReceiptText,
  Redo2,
  Scale,
  Undo2,
  UsersRound,
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

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer('operator');
  const t = await getTranslations('operator');
  const mapping = await getTranslations('mapping');
  const notices = await getTranslations('alert.nav');
  const adjustments = await getTranslations('adjustment');
  const credits = await getTranslations('creditNote');
  const writeOffs = await getTranslations('writeOff');
  const ledger = await getTranslations('ledger');
  const payments = await getTranslations('payment');
  const disputes = await getTranslations('dispute');
  const dunning = await getTranslations('dunning');
  const payouts = await getTranslations('payout');
  const bankDetails = await getTranslations('bankDetails');
  const fxRates = await getTranslations('fxRate');
  const ctx = { actor: viewer.actor, now: new Date().toISOString() };
  const [operator, newAlerts] = await Promise.all([getOperator(ctx), countNewAlerts(ctx)]);
  return (
    <AppShell
      audience="operator"
      homeHref="/operator"
      operatorName={operator.name}
      user={{ name: viewer.name, email: viewer.email, role: t(`role.${viewer.actor.role}`) }}
      bell={<AlertBell href="/operator/alerts" initial={newAlerts} />}
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
          href: '/operator/mapping',
          label: mapping('title'),
          icon: <Link2 size={16} aria-hidden />,
          shortcut: 'm',
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
        {
          href: '/operator/payments',
          section: t('nav.money'),
          label: payments('title'),
          icon: <Banknote size={16} aria-hidden />,
          shortcut: 'y',
        },
        {
          href: '/operator/payouts',
          section: t('nav.money'),
          label: payouts('title'),
          icon: <HandCoins size={16} aria-hidden />,
          shortcut: 'k',
        },
        {
          href: '/operator/disputes',
          section: t('nav.money'),
          label: disputes('title'),
          icon: <Scale size={16} aria-hidden />,
          shortcut: 'd',
        },
        {
          href: '/operator/bank-details',
          section: t('nav.money'),
          label: bankDetails('title'),
          icon: <Landmark size={16} aria-hidden />,
        },
        {
          href: '/operator/fx-rates',
          section: t('nav.money'),
          label: fxRates('title'),
          icon: <ArrowLeftRight size={16} aria-hidden />,
        },
        {
          href: '/operator/adjustments',
          section: t('nav.money'),
          label: adjustments('title'),
          icon: <ListPlus size={16} aria-hidden />,
        },
        {
          href: '/operator/credit-notes',
          section: t('nav.money'),
          label: credits('title'),
          icon: <Undo2 size={16} aria-hidden />,
        },
        {
          href: '/operator/debit-notes',
          section: t('nav.money'),
          label: payments('debitNote.list'),
          icon: <Redo2 size={16} aria-hidden />,
        },
        {
          href: '/operator/write-offs',
          section: t('nav.money'),
          label: writeOffs('title'),
          icon: <CircleSlash2 size={16} aria-hidden />,
        },
        {
          href: '/operator/ledger',
          section: t('nav.money'),
          label: ledger('title'),
          icon: <BookOpenText size={16} aria-hidden />,
          shortcut: 'l',
        },
        {
          href: '/operator/dunning',
          section: t('nav.money'),
          label: dunning('title'),
          icon: <Hourglass size={16} aria-hidden />,
        },
        {
          href: '/operator/alerts',
          section: notices('section'),
          label: notices('alerts'),
          icon: <Bell size={16} aria-hidden />,
          shortcut: 'a',
        },
        {
          href: '/operator/mail',
          section: notices('section'),
          label: notices('mail'),
          icon: <Mail size={16} aria-hidden />,
        },
        {
          href: '/operator/webhooks',
          section: notices('section'),
          label: notices('webhooks'),
          icon: <Webhook size={16} aria-hidden />,
          shortcut: 'w',
        },
        {
          href: '/operator/api-keys',
          section: notices('section'),
          label: notices('apiKeys'),
          icon: <KeyRound size={16} aria-hidden />,
        },
      ]}
    >
      {children}
    </AppShell>
  );
}
