{
  // On a narrow screen a figure gets narrower down to this width, then it is scrolled sideways.
  const narrowest = 480;

  // Width that figures without one of their own are made for.
  const usual = 740;

  /** The size for the room there is, of a figure made for a wide page. */
  globalThis.sizeIn = (layout, room) => {
    const height = layout.height ?? 450;
    const made = layout.width ?? usual;
    const least = layout.width ? Math.min(layout.width, narrowest) : 0;
    const width = Math.max(least, layout.width ? Math.min(layout.width, room) : room);
    // Images and maps keep their shape: a narrower one is lower, all but its title and legend.
    const keepsShape = layout.width || Object.values(layout).some((axis) => axis?.scaleanchor);
    if (!keepsShape || width >= made) return { width, height };
    const edges = (layout.margin?.t ?? 100) + (layout.margin?.b ?? 80);
    // Half of it: the words in it stay as large as they are.
    return { width, height: Math.round(edges + ((height - edges) * (1 + width / made)) / 2) };
  };
}
