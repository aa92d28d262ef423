(() => {
  const figures = [...document.querySelectorAll('figure.plot')];
  const config = JSON.parse(document.getElementById('plotly-config').textContent);

  // On a narrow screen a figure gets narrower down to this width, then it is scrolled sideways.
  const narrowest = 480;

  // Width that figures without one of their own are made for.
  const usual = 740;

  /** The size for the room there is, of a figure made for a wide page. */
  const sizeIn = (layout, room) => {
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

  const draw = async (figure) => {
    const { data, layout } = JSON.parse(figure.querySelector('script').textContent);
    const drawing = figure.querySelector('.drawing');
    const size = () => sizeIn(layout, figure.clientWidth);
    const options = { ...config, responsive: false };
    await Plotly.newPlot(drawing, data, { ...layout, ...size(), autosize: false }, options);
    figure.dataset.drawn = 'true';
    let width = figure.clientWidth;
    new ResizeObserver(() => {
      if (figure.clientWidth === width || figure.clientWidth === 0) return;
      width = figure.clientWidth;
      Plotly.relayout(drawing, size());
    }).observe(figure);
  };

  // One after the other, with a breath between, so that the page can be read and scrolled meanwhile.
  const drawAll = async () => {
    for (const figure of figures) {
      await draw(figure);
      await new Promise((resolve) => setTimeout(resolve));
    }
    document.body.dataset.ready = 'true';
  };
  drawAll();

  const button = document.getElementById('all-code');
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-pressed') !== 'true';
    for (const details of document.querySelectorAll('details.code')) details.open = open;
    button.setAttribute('aria-pressed', String(open));
    button.textContent = open ? 'Hide all code' : 'Show all code';
  });

  const contents = document.querySelector('nav details');
  if (matchMedia('(max-width: 1149px)').matches) contents.open = false;
})();
