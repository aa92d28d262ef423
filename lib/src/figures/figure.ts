/** A Plotly figure with a text alternative. */
export interface Figure {
  /** Short kebab-case name, unique within a notebook: `'confusion-matrix'`. */
  readonly name: string;
  /** The text alternative: what the figure shows, in one or two sentences. */
  readonly description: string;
  readonly data: readonly PlotlyTrace[];
  /** Plotly layout. */
  readonly layout: Readonly<Record<string, unknown>>;
}

/** What a figure may be called instead of its usual name and title, so that a notebook can show two of a kind. */
export interface FigureNaming {
  /** Kebab-case, unique within a notebook. */
  readonly name?: string;
  readonly title?: string;
}

/** Traces for Plotly, with a layout, name and description if wanted. */
export type PlotlyFigure = Pick<Figure, 'data'> & Partial<Figure>;

/** A Plotly trace: its `type` and that type's attributes. */
export interface PlotlyTrace {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** Plotly's configuration of every figure: no logo, and no button or address to upload it to a company's servers. */
export const plotlyConfig = {
  displaylogo: false,
  responsive: true,
  showSendToCloud: false,
  plotlyServerURL: '',
} as const;
