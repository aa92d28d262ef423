(() => {
  const figures = [...document.querySelectorAll('figure.plot')];
  const config = JSON.parse(document.getElementById('plotly-config').textContent);

  // Gives a title that is wider than its figure a smaller font.
  const shrinkTitle = async (drawing, fontSize) => {
    const title = drawing.querySelector('.gtitle')?.getBoundingClientRect();
    const room = drawing.querySelector('.main-svg').getBoundingClientRect().right - (title?.left ?? 0);
    if (!title || title.width <= room) return;
    await Plotly.relayout(drawing, { 'title.font.size': Math.floor((fontSize * room) / title.width) });
  };

  const draw = async (figure) => {
    const { data, layout } = JSON.parse(figure.querySelector('script').textContent);
    const drawing = figure.querySelector('.drawing');
    const size = () => sizeIn(layout, figure.clientWidth);
    const options = { ...config, responsive: false };
    await Plotly.newPlot(drawing, data, { ...layout, ...size(), autosize: false }, options);
    const fontSize = drawing._fullLayout.title.font.size;
    await shrinkTitle(drawing, fontSize);
    figure.dataset.drawn = 'true';
    let width = figure.clientWidth;
    new ResizeObserver(async () => {
      if (figure.clientWidth === width || figure.clientWidth === 0) return;
      width = figure.clientWidth;
      await Plotly.relayout(drawing, { ...size(), 'title.font.size': fontSize });
      await shrinkTitle(drawing, fontSize);
    }).observe(figure);
  };

  // Draws the charts one after the other, with pauses, so that the page stays responsive.
  const drawAll = async () => {
    for (const figure of figures) {
      await draw(figure);
      await new Promise((resolve) => setTimeout(resolve));
    }
    document.body.dataset.ready = 'true';
  };
  drawAll();

  for (const [id, what, folds] of [
    ['all-code', 'code', 'details.code:not(.answer)'],
    ['all-answers', 'answers', 'details.answer, details.fold'],
  ]) {
    const button = document.getElementById(id);
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-pressed') !== 'true';
      for (const details of document.querySelectorAll(folds)) details.open = open;
      button.setAttribute('aria-pressed', String(open));
      button.textContent = `${open ? 'Hide' : 'Show'} all ${what}`;
    });
  }

  const contents = document.querySelector('nav details');
  if (matchMedia('(max-width: 1149px)').matches) contents.open = false;
})();
