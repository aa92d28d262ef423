/** A Plotly figure with the sentence that stands in for it where it cannot be seen. */
export interface Figure {
  /** Short kebab-case name, unique within a notebook: `'confusion-matrix'`. */
  readonly name: string;
  /** What the figure shows, in one or two plain sentences: the text alternative. */
  readonly description: string;
  /** Plotly traces. */
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

/** One Plotly trace: its `type` and that type's attributes. */
export interface PlotlyTrace {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/**
 * How Plotly behaves around every figure, in lessons and in pages alike: no advertisement, and no button that uploads
 * the figure to a company's servers, nor an address that it could go to.
 */
export const plotlyConfig = {
  displaylogo: false,
  responsive: true,
  showSendToCloud: false,
  plotlyServerURL: '',
} as const;
