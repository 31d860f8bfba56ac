"use strict";
(() => {
  let chart;
  let drawn;

  // A canvas knows no CSS variables, so the browser has to work the colour out.
  const style = (name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  };
  const write = (value, unit) => {
    if (value === null || value === undefined) {
      return "–";
    }

    if (value === 0) {
      return "0";
    }

    if (unit === "By" || unit.startsWith("By,")) {
      const step = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
      return `${(value / 1024 ** step).toLocaleString("en", { maximumFractionDigits: 1 })} ${["B", "KiB", "MiB", "GiB", "TiB"][step]}`;
    }

    if ((unit === "s" || unit.startsWith("s,")) && Math.abs(value) < 1) {
      return Math.abs(value) < 0.001 ? `${(value * 1e6).toPrecision(3)} µs` : `${(value * 1e3).toPrecision(3)} ms`;
    }

    const short = unit.replace(/[{}]/g, "").replace(/, p99$/, "").replace(/^1(?=\/|$)/, "");
    return `${value.toLocaleString("en", { maximumSignificantDigits: 4 })}${short ? ` ${short}` : ""}`;
  };

  const table = ({ lines, unit }) => {
    const body = document.querySelector("#values tbody");
    body.replaceChildren(...lines.map(({ label, values }, index) => {
      const row = document.createElement("tr");
      const known = values.filter((value) => value !== null);
      const name = document.createElement("th");
      name.scope = "row";
      const swatch = document.createElement("span");
      swatch.className = `swatch c${index % 10}`;
      name.append(swatch, label);
      row.append(name);
      for (const value of [known.at(-1), known.reduce((sum, one) => sum + one, 0) / (known.length || 1), known.length ? Math.max(...known) : null]) {
        const cell = document.createElement("td");
        cell.className = "number";
        cell.textContent = known.length ? write(value, unit) : "–";
        row.append(cell);
      }
      return row;
    }));
  };

  const draw = (data) => {
    const place = document.getElementById("chart");
    drawn = data;
    chart?.destroy();
    const axis = { stroke: style("--soft"), grid: { stroke: style("--line"), width: 1 }, ticks: { stroke: style("--line"), width: 1 }, font: "11px system-ui" };
    chart = new uPlot({
      width: place.clientWidth,
      height: Math.max(220, Math.min(380, innerHeight - 380)),
      padding: [12, 28, 0, 0],
      legend: { show: false },
      cursor: { points: { size: 6 } },
      scales: { y: { range: (_, low, high) => [Math.min(0, low), (high || 1) * 1.08] } },
      axes: [{ ...axis, values: (_, times) => times.map((time) => new Date(time * 1000).toLocaleTimeString("en-GB")), space: 70 },
        { ...axis, size: (_, labels) => 24 + 6.5 * Math.max(4, ...(labels ?? []).map((label) => label.length)), values: (_, values) => values.map((value) => write(value, data.unit)) }],
      series: [{}, ...data.lines.map(({ label }, index) => {
        const color = style(`--c${index % 10}`);
        return { label, stroke: color, width: 1.75, points: { show: true, size: 4, fill: color } };
      })],
    }, [data.times, ...data.lines.map(({ values }) => values)], place);
    table(data);
  };

  const load = async () => {
    if (!document.getElementById("chart")) {
      return;
    }

    const form = document.getElementById("chart-form");
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const response = await fetch(`/metrics/chart?${query}`);
    if (response.ok) {
      draw(await response.json());
    }
  };

  document.addEventListener("refreshed", load);
  document.addEventListener("themed", () => drawn && draw(drawn));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn && draw(drawn));
  addEventListener("resize", () => drawn && draw(drawn));
  load();
})();
