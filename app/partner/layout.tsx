import {
  Activity,
  Cable,
  FileStack,
  HandCoins,
  Handshake,
  House,
  KeyRound,
  Landmark,
  ListTree,
  Scale,
  Webhook,
} from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { SignOutForm } from '@/app/(auth)/sign-out-form';
import { AppShell } from '@/components/shell/app-shell';
import { requireViewer } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export default async function PartnerLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer('partner');
  const t = await getTranslations('partner');
  const notices = await getTranslations('alert.nav');
  const disputes = await getTranslations('dispute');
  const payouts = await getTranslations('payout');
  const bankDetails = await getTranslations('bankDetails');
  const ctx = { actor: viewer.actor, now: new Date().toISOString() };
  const [operator, partner] = await Promise.all([getOperator(ctx), findBillingPartner(ctx, null)]);
  const sendsBills = partner.ratingMode !== 'hub';
  return (
    <AppShell
      audience="partner"
      homeHref="/partner"
      operatorName={operator.name}
      user={{ name: viewer.name, email: viewer.email, role: t(`role.${viewer.actor.role}`) }}
      signOut={<SignOutForm />}
      nav={[
        { href: '/partner', label: t('nav.home'), icon: <House size={16} aria-hidden />, shortcut: 'h' },
        {
          href: '/partner/payouts',
          label: payouts('title'),
          icon: <HandCoins size={16} aria-hidden />,
          shortcut: 'y',
        },
        ...(sendsBills
          ? [
              {
                href: '/partner/bills',
                label: t('nav.bills'),
                icon: <FileStack size={16} aria-hidden />,
                shortcut: 'b',
              },
              {
                href: '/partner/connectors',
                label: t('connectors.title'),
                icon: <Cable size={16} aria-hidden />,
                shortcut: 'c',
              },
              {
                href: '/partner/accounts',
                label: t('nav.accounts'),
                icon: <ListTree size={16} aria-hidden />,
                shortcut: 'a',
              },
            ]
          : []),
        {
          href: '/partner/terms',
          label: t('nav.terms'),
          icon: <Handshake size={16} aria-hidden />,
          shortcut: 't',
        },
        {
          href: '/partner/usage',
          label: t('nav.usage'),
          icon: <Activity size={16} aria-hidden />,
          shortcut: 's',
        },
        {
          href: '/partner/bank-details',
          label: bankDetails('title'),
          icon: <Landmark size={16} aria-hidden />,
        },
        {
          href: '/partner/disputes',
          label: disputes('title'),
          icon: <Scale size={16} aria-hidden />,
          shortcut: 'd',
        },
        {
          href: '/partner/webhooks',
          label: notices('webhooks'),
          icon: <Webhook size={16} aria-hidden />,
          shortcut: 'w',
        },
        {
          href: '/partner/api-keys',
          label: notices('apiKeys'),
          icon: <KeyRound size={16} aria-hidden />,
        },
      ]}
      actions={sendsBills ? [{ id: 'send', label: t('send.title'), href: '/partner/bills/new' }] : []}
    >
      {children}
    </AppShell>
  );
}
