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
