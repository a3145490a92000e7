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
  type LucideIcon,
  Mail,
  ReceiptText,
  Redo2,
  Scale,
  Undo2,
  UsersRound,
  Webhook,
} from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { NavItem } from '@/components/shell/nav-item';

type Page = { href: string; label: string; Icon: LucideIcon; shortcut?: string; covers?: string[] };

/** The operator's pages in the order of the menu. Labels are whole paths of messages. */
const WORK: readonly Page[] = [
  { href: '/operator', label: 'operator.nav.home', Icon: House, shortcut: 'h' },
  { href: '/operator/cycles', label: 'operator.nav.cycles', Icon: CalendarRange, shortcut: 'c' },
  { href: '/operator/bills', label: 'operator.nav.bills', Icon: ReceiptText, shortcut: 'b' },
  { href: '/operator/usage', label: 'operator.nav.usage', Icon: Activity, shortcut: 's' },
  { href: '/operator/partners', label: 'operator.nav.partners', Icon: Handshake, shortcut: 'p' },
  { href: '/operator/mapping', label: 'mapping.title', Icon: Link2, shortcut: 'm' },
  {
    href: '/operator/customers',
    label: 'operator.nav.customers',
    Icon: UsersRound,
    shortcut: 'u',
    covers: ['/operator/accounts'],
  },
  { href: '/operator/offerings', label: 'operator.nav.offerings', Icon: Boxes, shortcut: 'o' },
  { href: '/calculator', label: 'operator.nav.calculator', Icon: Calculator },
];

const MONEY: readonly Page[] = [
  { href: '/operator/payments', label: 'payment.title', Icon: Banknote, shortcut: 'y' },
  { href: '/operator/payouts', label: 'payout.title', Icon: HandCoins, shortcut: 'k' },
  { href: '/operator/disputes', label: 'dispute.title', Icon: Scale, shortcut: 'd' },
  { href: '/operator/bank-details', label: 'bankDetails.title', Icon: Landmark },
  { href: '/operator/fx-rates', label: 'fxRate.title', Icon: ArrowLeftRight },
  { href: '/operator/adjustments', label: 'adjustment.title', Icon: ListPlus },
  { href: '/operator/credit-notes', label: 'creditNote.title', Icon: Undo2 },
  { href: '/operator/debit-notes', label: 'payment.debitNote.list', Icon: Redo2 },
  { href: '/operator/write-offs', label: 'writeOff.title', Icon: CircleSlash2 },
  { href: '/operator/ledger', label: 'ledger.title', Icon: BookOpenText, shortcut: 'l' },
  { href: '/operator/dunning', label: 'dunning.title', Icon: Hourglass },
];

const SYSTEMS: readonly Page[] = [
  { href: '/operator/alerts', label: 'alert.nav.alerts', Icon: Bell, shortcut: 'a' },
  { href: '/operator/mail', label: 'alert.nav.mail', Icon: Mail },
  { href: '/operator/webhooks', label: 'alert.nav.webhooks', Icon: Webhook, shortcut: 'w' },
  { href: '/operator/api-keys', label: 'alert.nav.apiKeys', Icon: KeyRound },
];

export async function operatorNav(): Promise<NavItem[]> {
  const t = await getTranslations();
  const items = (pages: readonly Page[], section?: string) =>
    pages.map(({ label, Icon, ...page }) => ({
      ...page,
      label: t(label),
      icon: <Icon size={16} aria-hidden />,
      ...(section && { section: t(section) }),
    }));
  return [...items(WORK), ...items(MONEY, 'operator.nav.money'), ...items(SYSTEMS, 'alert.nav.section')];
}
