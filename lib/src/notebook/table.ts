/** What is read of a danfojs `DataFrame` or `Series`; any object with these fields is shown as a table. */
export interface Table {
  /** Name of each column. */
  readonly columns: readonly string[];
  /** Rows of cells, each as long as `columns`; where there is one column, the cells themselves will do. */
  readonly values: readonly unknown[];
  /** Name of each row; the row numbers 0, 1, 2 … are left out. */
  readonly index?: readonly (string | number)[];
}

/** A table taken apart. */
export interface TableContent {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly index: readonly (string | number)[];
}

/** The content of a table, or `undefined` if something is none. */
export function tableContent(item: unknown): TableContent | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { columns, values, index } = fieldsOf(item);
  if (!Array.isArray(columns) || !Array.isArray(values)) return undefined;
  return {
    columns: columns.map(String),
    rows: values.map((row) => (Array.isArray(row) ? row : [row])),
    index: Array.isArray(index) ? index : [],
  };
}

/**
 * A data frame has a property for each column, which hides its own of that name: `frame.index` is the column
 * "index" where there is one, `frame.columns` never comes to an end. What danfojs keeps them in is not hidden.
 */
function fieldsOf(item: object): { columns?: unknown; values?: unknown; index?: unknown } {
  if (!('$columns' in item) || !('$data' in item)) return item;
  const { $columns, $data, $index } = item as Readonly<Record<'$columns' | '$data' | '$index', unknown>>;
  return { columns: $columns, values: $data, index: $index };
}
