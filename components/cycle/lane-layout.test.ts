import { describe, expect, test } from 'vitest';
import { layoutLanes } from '@/components/cycle/lane-layout';

const cycle = (id: string, spec: string, periodFrom: string, periodTo: string) => ({
  id,
  specId: spec,
  specName: `Day ${spec}`,
  periodFrom,
  periodTo,
});

describe('layoutLanes', () => {
  test('is nothing without cycles', () => {
    expect(layoutLanes([], '2026-01-01')).toBeNull();
  });

  test('two months end to end: a lane of 31 and 28 days, the seam at the first of the month', () => {
    const lanes = layoutLanes(
      [cycle('b', '1', '2026-02-01', '2026-03-01'), cycle('a', '1', '2026-01-01', '2026-02-01')],
      '2026-02-15',
    )!;
    expect(lanes.from).toBe('2026-01-01');
    expect(lanes.to).toBe('2026-03-01');
    expect(lanes.lanes[0]!.places.map((place) => place.cycle.id)).toEqual(['a', 'b']);
    expect(lanes.lanes[0]!.places[1]!.start).toBeCloseTo((31 / 59) * 100);
    expect(lanes.months.map(({ on }) => on)).toEqual(['2026-01-01', '2026-02-01']);
    expect(lanes.today).toBeCloseTo((45 / 59) * 100);
  });

  test('specifications with other days lie on the same axis', () => {
    const lanes = layoutLanes(
      [cycle('a', '1', '2026-01-01', '2026-02-01'), cycle('c', '15', '2026-01-15', '2026-02-15')],
      '2026-06-01',
    )!;
    expect(lanes.lanes.map(({ name }) => name)).toEqual(['Day 1', 'Day 15']);
    expect(lanes.lanes[1]!.places[0]!.start).toBeCloseTo((14 / 45) * 100);
    expect(lanes.today).toBeNull();
  });
});
