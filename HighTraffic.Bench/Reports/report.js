const report = JSON.parse(document.getElementById('report').textContent);
const style = getComputedStyle(document.body);
Chart.defaults.color = style.color;
Chart.defaults.font.family = style.fontFamily;
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
const techniques = [...report.techniques, ...(report.peer?.works ?? [])];
const colors = ['#3b82c4', '#e08a3c', '#2f9e77', '#b0559f', '#8a8f98', '#c2b12f', '#d1605e', '#6f5fc0'];
const parts = ['API', 'Flask', 'Nginx', 'PostgreSQL', 'Redis', 'client', 'worker', 'RabbitMQ'];
const grid = { color: 'rgba(128, 128, 128, 0.2)' };
const judged = {
  cost: ['operations per second', variant => variant.rate],
  rate: ['operations per second', variant => variant.rate],
  latency: ['median latency, ms', variant => variant.p50],
  bytes: ['bytes per response', variant => variant.bytes],
};

// The minimum and maximum of the runs, as a line through each bar.
const ranges = {
  id: 'ranges',
  afterDatasetsDraw(chart) {
    const spreads = chart.options.plugins.ranges?.spreads;
    if (!spreads) return;
    const { ctx, scales: { x } } = chart;
    ctx.save();
    ctx.strokeStyle = style.color;
    chart.getDatasetMeta(0).data.forEach((bar, i) => {
      ctx.beginPath();
      ctx.moveTo(x.getPixelForValue(spreads[i].min), bar.y);
      ctx.lineTo(x.getPixelForValue(spreads[i].max), bar.y);
      ctx.stroke();
    });
    ctx.restore();
  },
};

const bars = (canvas, title, labels, datasets, spreads) => new Chart(canvas, {
  type: 'bar',
  data: { labels, datasets },
  options: {
    indexAxis: 'y',
    scales: { x: { stacked: true, beginAtZero: true, suggestedMax: spreads && 1.02 * Math.max(...spreads.map(spread => spread.max)), grid }, y: { stacked: true, grid: { display: false } } },
    plugins: { title: { display: true, text: title }, legend: { display: datasets.length > 1, position: 'bottom', labels: { boxWidth: 12 } }, ranges: { spreads } },
  },
  plugins: [ranges],
});

const lines = (canvas, title, axis, points, datasets, logarithmic) => new Chart(canvas, {
  type: 'line',
  data: { datasets: datasets.map(([label, value], i) => ({ label, data: points.map(point => ({ x: point.size, y: value(point) })), borderColor: colors[i], backgroundColor: colors[i], tension: 0 })) },
  options: {
    scales: {
      x: { type: points.at(-1).size / points[0].size >= 10 ? 'logarithmic' : 'linear', title: { display: true, text: axis }, grid },
      y: { type: logarithmic ? 'logarithmic' : 'linear', beginAtZero: !logarithmic, grid },
    },
    plugins: { title: { display: true, text: title }, legend: { position: 'bottom', labels: { boxWidth: 12 } } },
  },
});

for (const canvas of document.querySelectorAll('canvas[data-technique]')) {
  const technique = techniques.find(candidate => candidate.id === canvas.dataset.technique);
  const labels = technique.variants.map(variant => variant.name);
  if (canvas.dataset.plot === 'cost') {
    const used = parts.filter(part => technique.variants.some(variant => (variant.parts[part] ?? 0) >= 0.5));
    bars(canvas, 'CPU µs per operation', labels, used.map(part => ({ label: part, data: technique.variants.map(variant => variant.parts[part] ?? 0), backgroundColor: colors[parts.indexOf(part)] })));
  } else {
    const [title, value] = judged[technique.judge];
    const spreads = technique.variants.map(value);
    bars(canvas, title, labels, [{ data: spreads.map(spread => spread.median), backgroundColor: colors[0] }], spreads);
  }
}

for (const canvas of document.querySelectorAll('canvas[data-series]')) {
  const series = report.series.find(candidate => candidate.id === canvas.dataset.series);
  if (canvas.dataset.plot === 'rate') {
    lines(canvas, 'responses per second', series.axis, series.points, [['served', point => point.rate], ['rejected', point => point.rejected * point.size]], false);
  } else {
    lines(canvas, 'latency, ms', series.axis, series.points, [['p50', point => point.p50], ['p99', point => point.p99]], true);
  }
}

for (const canvas of document.querySelectorAll('canvas[data-table]')) {
  const table = report.tables.find(candidate => candidate.id === canvas.dataset.table);
  new Chart(canvas, {
    type: 'line',
    data: { labels: table.columns, datasets: table.rows.map((row, i) => ({ label: row.name, data: row.values, borderColor: colors[i % colors.length], backgroundColor: colors[i % colors.length], tension: 0 })) },
    options: {
      scales: { x: { grid }, y: { beginAtZero: true, grid } },
      plugins: { title: { display: true, text: table.plot }, legend: { position: 'bottom', labels: { boxWidth: 12 } } },
    },
  });
}
