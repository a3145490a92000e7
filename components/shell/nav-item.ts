import type { ReactNode } from 'react';

export type Audience = 'operator' | 'partner' | 'customer';

export type NavItem = {
  href: string;
  label: string;
  /** A lucide element, size 16. */
  icon?: ReactNode;
  /** What waits there, ready to show. */
  count?: string;
  /** Items of one section stand together under its name. */
  section?: string;
  /** One letter, pressed after "g". */
  shortcut?: string;
};

/** Something the palette can do besides going to a page of the rail. */
export type PaletteAction = {
  id: string;
  label: string;
  href: string;
  section?: string;
  keywords?: readonly string[];
};

export type ShellUser = { name: string; email?: string; role?: string };

/** The item the page belongs to: the longest href that is the path or a folder above it. */
export function currentNavItem(items: readonly NavItem[], pathname: string): NavItem | undefined {
  return items
    .filter(({ href }) => pathname === href || pathname.startsWith(href.endsWith('/') ? href : `${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}

/** Items by section, in order of first appearance; those without one come first. */
export function navSections(items: readonly NavItem[]): { section: string | null; items: NavItem[] }[] {
  const sections = new Map<string | null, NavItem[]>();
  for (const item of items) {
    const section = item.section ?? null;
    sections.set(section, [...(sections.get(section) ?? []), item]);
  }
  return [...sections]
    .map(([section, own]) => ({ section, items: own }))
    .sort((a, b) => Number(a.section !== null) - Number(b.section !== null));
}
