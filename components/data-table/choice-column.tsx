import type { GridColumn, GridRow } from '@/components/data-table/grid-features';
import { Checkbox } from '@/components/ui/checkbox';

type ChoiceOptions<Row extends GridRow> = {
  rows: readonly Row[];
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
  chooseAllLabel: string;
  /** What a row's box is called. */
  labelOf: (row: Row) => string;
  /** Rows that cannot be chosen have a box that says so; all can without it. */
  canChoose?: (row: Row) => boolean;
};

/** The column of boxes that rows are chosen by, one or all that are shown. */
export function choiceColumn<Row extends GridRow>({
  rows,
  chosen,
  setChosen,
  chooseAllLabel,
  labelOf,
  canChoose = () => true,
}: ChoiceOptions<Row>): GridColumn<Row> {
  const open = rows.filter(canChoose);
  const isAll = open.length > 0 && open.every(({ id }) => chosen.has(id));
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return {
    id: 'select',
    header: () => (
      <Checkbox
        isSelected={isAll}
        isIndeterminate={!isAll && chosen.size > 0}
        onChange={(isOn) => setChosen(new Set(isOn ? open.map(({ id }) => id) : []))}
      >
        <span className="sr-only">{chooseAllLabel}</span>
      </Checkbox>
    ),
    cell: ({ row: { original } }) => (
      <Checkbox
        isSelected={chosen.has(original.id)}
        isDisabled={!canChoose(original)}
        onChange={(isOn) => toggle(original.id, isOn)}
      >
        <span className="sr-only">{labelOf(original)}</span>
      </Checkbox>
    ),
    enableSorting: false,
    enableHiding: false,
    meta: { label: chooseAllLabel, width: '2.5rem' },
  };
}
