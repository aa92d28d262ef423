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

/** Replaces a figure's default name and title, so that a notebook can show two of a kind. */
export interface FigureNaming {
  /** Name in kebab case, unique within a notebook. */
  readonly name?: string;
  readonly title?: string;
}

/** Traces for Plotly, with an optional layout, name and description. */
export type PlotlyFigure = Pick<Figure, 'data'> & Partial<Figure>;

/** A Plotly trace: its `type` and that type's attributes. */
export interface PlotlyTrace {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** Plotly configuration of every figure: it adapts to the page's width, and has no logo and no upload button. */
export const plotlyConfig = {
  displaylogo: false,
  responsive: true,
  showSendToCloud: false,
  plotlyServerURL: '',
} as const;
