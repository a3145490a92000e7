'use client';

import type { ReactNode } from 'react';
import {
  Tabs as AriaTabs,
  type TabsProps as AriaTabsProps,
  Tab,
  TabList,
  TabPanel,
} from 'react-aria-components';
import { tabCountStyle, tabListStyle, tabStyle } from '@/components/ui/tab-style';

export type TabItem = { id: string; label: string; content: ReactNode; count?: string };

export type TabsProps = Omit<AriaTabsProps, 'children' | 'className' | 'style'> & {
  label: string;
  items: readonly TabItem[];
};

/** Views of one thing, in place. Where each view deserves an address, use LinkTabs. */
export function Tabs({ label, items, ...rest }: TabsProps): ReactNode {
  return (
    <AriaTabs {...rest}>
      <TabList aria-label={label} className={tabListStyle}>
        {items.map((item) => (
          <Tab key={item.id} id={item.id} className={tabStyle}>
            {item.label}
            {item.count === undefined ? null : <span className={tabCountStyle}>{item.count}</span>}
          </Tab>
        ))}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className="pt-4">
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
