{
  // Minimum width of a figure that sets its own width. On narrower screens it is scrolled horizontally.
  const narrowest = 480;

  // Default width of a figure in pixels.
  const usual = 740;

  /** The size of a figure for the available width. */
  globalThis.sizeIn = (layout, room) => {
    const height = layout.height ?? 450;
    const made = layout.width ?? usual;
    const least = layout.width ? Math.min(layout.width, narrowest) : 0;
    const width = Math.max(least, layout.width ? Math.min(layout.width, room) : room);
    // Figures with a fixed width or equal axes, such as images, shrink in height too. Others keep their height.
    const keepsShape = layout.width || Object.values(layout).some((axis) => axis?.scaleanchor);
    if (!keepsShape || width >= made) return { width, height };
    const edges = (layout.margin?.t ?? 100) + (layout.margin?.b ?? 80);
    // The height shrinks half as much as the width, because text does not shrink. Margins keep their height.
    return { width, height: Math.round(edges + ((height - edges) * (1 + width / made)) / 2) };
  };
}
