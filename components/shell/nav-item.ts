import type { ReactNode } from 'react';

export type Audience = 'operator' | 'partner' | 'customer';

export type NavItem = {
  href: string;
  /** Folders besides its own whose pages belong to it. */
  covers?: readonly string[];
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

/** The item the page belongs to: the longest of its folders that is the path or lies above it. */
export function currentNavItem(items: readonly NavItem[], pathname: string): NavItem | undefined {
  return items
    .flatMap((item) => [item.href, ...(item.covers ?? [])].map((folder) => ({ item, folder })))
    .filter(
      ({ folder }) =>
        pathname === folder || pathname.startsWith(folder.endsWith('/') ? folder : `${folder}/`),
    )
    .sort((a, b) => b.folder.length - a.folder.length)[0]?.item;
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
